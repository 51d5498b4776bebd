"""Which files of the library a notebook can reach by its imports: only they can change its outputs.

Imports are read, wherever they stand in a file, and followed; nothing is run.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from mlp_course.lessons.cells import code_cells, source_of

MAGIC = ("%", "!", "?")  # lines of IPython's own


def reached_files(notebook: dict, package: Path) -> list[Path]:
    """The files of `package` that code cells of `notebook` can load, in order.

    What lies beside a reached module and is no Python (a page, a script) counts, too. A cell that
    cannot be read may import anything: then it is the whole package.
    """
    names: set[str] = set()
    for cell in code_cells(notebook):
        try:
            names.update(_imported(_plain(source_of(cell)), package.name))
        except SyntaxError:
            return _everything(package)

    found: set[Path] = set()
    left = sorted(names)
    while left:
        for path in _files_of(left.pop(), package):
            if path not in found:
                found.add(path)
                left += _imported(path.read_text(encoding="utf-8"), package.name)
    folders = {path.parent for path in found}
    beside = [path for path in _everything(package) if path.suffix != ".py"]
    return sorted(found | {path for path in beside if path.parent in folders})


def _imported(source: str, package: str) -> Iterator[str]:
    """Dotted names below `package` that a source imports; some may be names inside a module."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] == package:
                yield name


def _files_of(name: str, package: Path) -> Iterator[Path]:
    """What is loaded for a dotted name: every package on the way, and the module at its end."""
    place = package.parent
    for part in name.split("."):
        place = place / part
        for path in (place / "__init__.py", place.with_suffix(".py")):
            if path.is_file():
                yield path


def _plain(source: str) -> str:
    """A cell without the lines that are IPython's."""
    lines = source.split("\n")
    return "\n".join("" if line.lstrip().startswith(MAGIC) else line for line in lines)


def _everything(package: Path) -> list[Path]:
    """All code of the package, and what it shows."""
    suffixes = (".py", ".html", ".js")
    files = (path for path in package.rglob("*") if path.suffix in suffixes and path.is_file())
    return sorted(path for path in files if "__pycache__" not in path.parts)
