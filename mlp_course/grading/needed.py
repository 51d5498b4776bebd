"""Which cells of a notebook its marks depend on; the others, trainings and figures, need not run for each student.

A cell is needed if it is graded, an answer or locked, or if it makes or changes a name that a needed cell uses.
Changing is read generously: `x[0] = 1`, `x.y = 1` and a bare `x.method()` all count as changes of x.
"""

import ast
import symtable
from collections.abc import Iterator

from nbformat import NotebookNode

UNREADABLE = {"exec", "eval", "globals", "locals", "vars", "setattr", "get_ipython", "__import__"}


def idle_cells(nb: NotebookNode) -> set[int]:
    """Positions of the code cells that no mark depends on."""
    code = {place: cell for place, cell in enumerate(nb.cells) if cell.cell_type == "code"}
    names = {place: _names(cell.source) for place, cell in code.items()}
    needed = {place for place, cell in code.items() if "nbgrader" in cell.metadata or names[place] is None}
    names = {place: found or (set(), set()) for place, found in names.items()}
    queue = list(needed)
    while queue:
        uses = names[queue.pop()][1]
        more = {place for place, (makes, _) in names.items() if place not in needed and makes & uses}
        needed |= more
        queue += more
    return set(code) - needed


def _names(source: str) -> tuple[set[str], set[str]] | None:
    """The names a cell makes or changes, and those it takes from elsewhere; None if that cannot be read off.

    >>> makes, uses = _names("y = f(x)\\nz.append(y)")
    >>> sorted(makes), sorted(uses)
    (['y', 'z'], ['f', 'x', 'z'])
    """
    try:
        tree, table = ast.parse(source), symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError):
        return None
    top = {symbol.get_name(): symbol for symbol in table.get_symbols()}
    made = {name for name, symbol in top.items() if symbol.is_assigned() or symbol.is_imported()}
    inner = {s.get_name() for part in _functions(table) for s in part.get_symbols() if s.is_global()}
    used = {name for name, symbol in top.items() if symbol.is_referenced()} | inner
    star = any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree))
    if star or used & UNREADABLE:
        return None
    return made | inner & _declared_global(tree) | set(_changed(tree)), used - (made - _read_first(tree))


def _functions(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for part in table.get_children():
        yield part
        yield from _functions(part)


def _declared_global(tree: ast.Module) -> set[str]:
    return {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}


def _changed(tree: ast.Module) -> Iterator[str]:
    """Names of objects that a statement writes into, or calls a method of for its effect."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from _root(node.value.func)
        elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            yield from _root(node)


def _root(node: ast.expr) -> list[str]:
    """`x` for `x.y[0].z`; nothing for a plain name, which is not changed by being called."""
    depth = 0
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node, depth = (node.func if isinstance(node, ast.Call) else node.value), depth + 1
    return [node.id] if isinstance(node, ast.Name) and depth else []


def _read_first(tree: ast.Module) -> set[str]:
    """Names that are read somewhere above the line that first sets them, or on that line."""
    lines: dict[str, dict[type, int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            seen = lines.setdefault(node.id, {})
            seen[type(node.ctx)] = min(seen.get(type(node.ctx), node.lineno), node.lineno)
    never = 10**9
    return {name for name, seen in lines.items() if seen.get(ast.Load, never) <= seen.get(ast.Store, 0)}
