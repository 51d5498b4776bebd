"""What a lesson's own cells import, to be there before a kernel is."""

import ast
from collections.abc import Iterator

from nbformat import NotebookNode

from mlp_course.lessons import cells

# What a package imports when it is first used, here an optimizer's step (0.6 s)
LATER = {"torch": "torch._dynamo"}


def imported(nb: NotebookNode) -> list[str]:
    """The modules that the lesson's own, locked cells import.

    A student's imports are left to their kernel.
    """
    found: set[str] = set()
    for cell in cells.code_cells(nb):
        if cells.is_locked(cell):
            found.update(_modules(cell.source))
    later = {module for package, module in LATER.items() if package in found}
    return sorted(found | later)


def _modules(source: str) -> Iterator[str]:
    """Modules that a cell imports, or may: of `from a import b`, `b` may be one, too."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
