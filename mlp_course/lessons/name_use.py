"""What one cell does to names, read off its source: makes them, changes them, takes them from elsewhere.

Changing is read generously: `x[0] = 1`, `x.y = 1` and a bare `x.method()` all count as changes of x. Only of what is
imported, a bare call such as `plt.show()` changes nothing, unless its name says so, as in `np.random.seed(1)`.
"""

import ast
import functools
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, replace

UNREADABLE = {"exec", "eval", "globals", "locals", "vars", "setattr", "get_ipython", "__import__"}
STATE = re.compile(
    r"\w*seed|(set|use|enable|disable|reset|init|begin|start|register|filter|load|config|patch)\w*"
    "|append|extend|insert|update|setdefault|add|pop|popitem|remove|discard|clear|sort|reverse"
)
AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr"}  # scopes that run where they stand


@dataclass(frozen=True)
class Names:
    """What a cell does to names."""

    made: frozenset[str] = frozenset()  # makes or changes
    anew: frozenset[str] = frozenset()  # of these, sets whatever was there before
    called: frozenset[str] = (
        frozenset()
    )  # calls a method of, which changes them unless they are modules
    imported: frozenset[str] = frozenset()
    now: frozenset[str] = frozenset()  # takes from above
    later: frozenset[str] = frozenset()  # its functions take from where they are called

    def without(self, modules: frozenset[str]) -> "Names":
        """The same, knowing what is imported."""
        return replace(self, made=self.made | self.called - modules)


def makes(source: str, name: str) -> bool:
    """Whether this cell makes or changes something called `name`."""
    found = names_of(source) or Names()
    return name in found.made | found.called


@functools.lru_cache(1000)
def names_of(source: str) -> Names | None:
    """What a cell does to names; None if that cannot be read off.

    >>> found = names_of("y = f(x)\\nz.append(y)")
    >>> sorted(found.made), sorted(found.anew), sorted(found.now)
    (['y', 'z'], ['y'], ['f', 'x', 'z'])
    """
    try:
        tree, table = ast.parse(source), symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError):
        return None
    top = {symbol.get_name(): symbol for symbol in table.get_symbols()}
    set_here = {
        name for name, symbol in top.items() if symbol.is_assigned() or symbol.is_imported()
    }
    at_once, later = _inner(table)
    used = {name for name, symbol in top.items() if symbol.is_referenced()} | at_once
    star = any(
        isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)
    )
    if star or (used | later) & UNREADABLE:
        return None
    changed, called = _changed(tree)
    imported = {name for name, symbol in top.items() if symbol.is_imported()}
    made = set_here | (later | at_once) & _declared_global(tree) | changed
    now = used - (set_here - _read_first(tree))
    return Names(*map(frozenset, (made, _anew(tree), called, imported, now, later)))


def _inner(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    """Global names inside the scopes of a cell that run where they stand, and inside functions."""
    at_once: set[str] = set()
    later: set[str] = set()
    for part in table.get_children():
        own = {symbol.get_name() for symbol in part.get_symbols() if symbol.is_global()}
        inner = _inner(part)
        runs_here = part.get_type() == "class" or part.get_name() in AT_ONCE
        at_once |= own | inner[0] if runs_here else set()
        later |= inner[1] if runs_here else own | inner[0] | inner[1]
    return at_once, later


def _anew(tree: ast.Module) -> Iterator[str]:
    """Names that statements at the top set whatever happens."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found = (
                part
                for target in targets
                for part in ast.walk(target)
                if isinstance(part, ast.Name)
            )
            yield from (part.id for part in found if isinstance(part.ctx, ast.Store))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def _declared_global(tree: ast.Module) -> set[str]:
    return {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}


def _changed(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Names of objects that a statement surely writes into, and of those it calls a method of for its effect."""
    changed, called = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            says_so = STATE.fullmatch(getattr(node.value.func, "attr", ""))
            (changed if says_so else called).update(_root(node.value.func))
        elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(
            node.ctx, ast.Store | ast.Del
        ):
            changed.update(_root(node))
    return changed, called


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
    return {
        name for name, seen in lines.items() if seen.get(ast.Load, never) <= seen.get(ast.Store, 0)
    }
