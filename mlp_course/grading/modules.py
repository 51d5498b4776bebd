"""Which modules a lesson imports, read off its source."""

import ast
from collections.abc import Iterator

from nbformat import NotebookNode


def imported(nb: NotebookNode) -> list[str]:
    """The modules that the lesson's own, locked cells import; a student's imports are left to their kernel."""
    locked = [c.source for c in nb.cells if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("locked")]
    return sorted({name for source in locked for name in _modules(source)})


def _modules(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
