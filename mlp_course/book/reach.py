"""Which files of the library a notebook can reach by its imports: only they can change its outputs.

Imports are read, wherever they stand in a file, and followed; nothing is run.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from mlp_course.lessons.cells import code_cells, source_of

MAGIC = ("%", "!", "?")  # lines of IPython's own
SUFFIXES = (".py", ".html", ".js")


def reached_files(notebook: dict, package: Path) -> list[Path]:
    """The files of `package` that code cells of `notebook` can load, in order.

    What lies beside a reached module and is no Python (a page, a script) counts, too. A cell that
    cannot be read may import anything: then it is the whole package.
    """
    # 1. what the notebook itself imports
    names: set[str] = set()
    for cell in code_cells(notebook):
        source = _plain(source_of(cell))
        try:
            names.update(_imported(source, package.name))
        except SyntaxError:
            return _everything(package)

    # 2. what that imports in turn, until nothing new is found
    found: set[Path] = set()
    left = sorted(names)
    while left:
        for path in _files_of(left.pop(), package):
            if path not in found:
                found.add(path)
                source = path.read_text(encoding="utf-8")
                left += _imported(source, package.name)

    # 3. what these modules may read from their folders
    folders = {path.parent for path in found}
    for path in _everything(package):
        if path.suffix != ".py" and path.parent in folders:
            found.add(path)
    return sorted(found)


def _imported(source: str, package: str) -> Iterator[str]:
    """Dotted names below `package` that a source imports; some may be names inside a module."""
    for node in ast.walk(ast.parse(source)):
        names = []
        match node:
            case ast.Import(names=aliases):
                names = [alias.name for alias in aliases]
            case ast.ImportFrom(module=str(module), names=aliases):
                names = [f"{module}.{alias.name}" for alias in aliases]
        for name in names:
            first, *_ = name.split(".")
            if first == package:
                yield name


def _files_of(name: str, package: Path) -> Iterator[Path]:
    """What is loaded for a dotted name: every package on the way, and the module at its end."""
    place = package.parent
    for part in name.split("."):
        place = place / part
        package_itself = place / "__init__.py"
        module = place.with_suffix(".py")
        for path in (package_itself, module):
            if path.is_file():
                yield path


def _plain(source: str) -> str:
    """A cell without the lines that are IPython's."""
    kept = []
    for line in source.split("\n"):
        if not line.lstrip().startswith(MAGIC):
            kept.append(line)
    return "\n".join(kept)


def _everything(package: Path) -> list[Path]:
    """All code of the package, and what it shows."""
    found = []
    for path in package.rglob("*"):
        if "__pycache__" in path.parts:
            continue
        if path.suffix in SUFFIXES and path.is_file():
            found.append(path)
    return sorted(found)
