"""What one cell does to names, read off its source: makes, changes or takes them from elsewhere.

Changing is read generously: `x[0] = 1`, `x.y = 1` and a bare `x.method()` all count as changes of
x. Only of what is imported, a bare call such as `plt.show()` changes nothing, unless its name says
so, as in `np.random.seed(1)`.
"""

import ast
import functools
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, replace

UNREADABLE = {
    "exec",
    "eval",
    "globals",
    "locals",
    "vars",
    "setattr",
    "get_ipython",
    "__import__",
}
STATE = re.compile(
    r"\w*seed|(set|use|enable|disable|reset|init|begin|start|register|filter|load|config|patch)\w*"
    "|append|extend|insert|update|setdefault|add|pop|popitem|remove|discard|clear|sort|reverse"
)
MOST_PARTS = 500  # functions and the like in one: symtable looks through all of them for each name
SHORT = 20_000  # characters of a source; longer ones are not kept for long
AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr"}  # scopes that run where they stand
EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NameUse:
    """What a cell does to names."""

    made: frozenset[str] = EMPTY  # makes or changes
    anew: frozenset[str] = EMPTY  # of these, sets whatever was there before
    called: frozenset[str] = EMPTY  # calls a method of, which changes them unless they are modules
    imported: frozenset[str] = EMPTY
    now: frozenset[str] = EMPTY  # takes from above
    later: frozenset[str] = EMPTY  # its functions take from where they are called

    def without(self, modules: frozenset[str]) -> "NameUse":
        """The same, knowing what is imported."""
        return replace(self, made=self.made | self.called - modules)


def made_or_changed(source: str) -> frozenset[str]:
    """The names that this cell makes or changes; none if that cannot be read off."""
    found = names_of(source) or NameUse()
    return found.made | found.called


def names_of(source: str) -> NameUse | None:
    """What a cell does to names; None if that cannot be read off.

    >>> found = names_of("y = f(x)\\nz.append(y)")
    >>> sorted(found.made), sorted(found.anew), sorted(found.now)
    (['y', 'z'], ['y'], ['f', 'x', 'z'])
    """
    kept = _kept_long if len(source) > SHORT else _kept
    return kept(source)


@functools.lru_cache(1000)
def _kept(source: str) -> NameUse | None:
    """What a short cell does to names: most are those of the lesson, which come again."""
    return _names_of(source)


@functools.lru_cache(4)
def _kept_long(source: str) -> NameUse | None:
    """What a long cell does to names, for as long as its notebook is at hand."""
    return _names_of(source)


def _names_of(source: str) -> NameUse | None:
    """What a cell does to names; None if that cannot be read off."""
    try:
        tree = ast.parse(source)
        table = symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if _has_many_parts(table):
        return None

    # 1. What stands at the top of the cell
    set_here = set()
    imported = set()
    used = set()
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if symbol.is_imported():
            imported.add(name)
        if symbol.is_assigned() or symbol.is_imported():
            set_here.add(name)
        if symbol.is_referenced():
            used.add(name)

    # 2. What stands inside its functions, classes and comprehensions
    at_once, later = _inner(table)
    used |= at_once
    if _imports_all(tree) or (used | later) & UNREADABLE:
        return None
    set_inside = (later | at_once) & _declared_global(tree)

    # 3. What happens to objects that have names, and which names are read before they are set
    changed, called = _changed(tree)
    set_before_read = set_here - _read_first(tree)
    return NameUse(
        made=frozenset(set_here | set_inside | changed),
        anew=frozenset(_anew(tree)),
        called=frozenset(called),
        imported=frozenset(imported),
        now=frozenset(used - set_before_read),
        later=frozenset(later),
    )


def _has_many_parts(table: symtable.SymbolTable) -> bool:
    """Whether there are more functions, classes and the like in one place than anybody writes."""
    queue = [table]
    while queue:
        parts = queue.pop().get_children()
        if len(parts) > MOST_PARTS:
            return True
        queue += parts
    return False


def _inner(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    """Global names inside the scopes of a cell that run where they stand, and inside functions."""
    at_once: set[str] = set()
    later: set[str] = set()
    for part in table.get_children():
        own, inner_later = _inner(part)
        for symbol in part.get_symbols():
            if symbol.is_global():
                own.add(symbol.get_name())
        later |= inner_later
        runs_here = part.get_type() == "class" or part.get_name() in AT_ONCE
        if runs_here:
            at_once |= own
        else:
            later |= own
    return at_once, later


def _imports_all(tree: ast.Module) -> bool:
    """Whether there is a `from somewhere import *`, so that any name may be made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            first = node.names[0]
            if first.name == "*":
                return True
    return False


def _anew(tree: ast.Module) -> Iterator[str]:
    """Names that statements at the top set whatever happens."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=targets):
                yield from _stored(targets)
            case ast.AnnAssign(target=target, value=ast.expr()):
                yield from _stored([target])
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                for alias in aliases:
                    name = alias.asname or alias.name
                    yield name.partition(".")[0]
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name


def _stored(targets: list[ast.expr]) -> Iterator[str]:
    """Names that an assignment to `targets` sets."""
    for target in targets:
        for part in ast.walk(target):
            match part:
                case ast.Name(id=name, ctx=ast.Store()):
                    yield name


def _declared_global(tree: ast.Module) -> set[str]:
    """Names that functions of the cell call `global`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            found.update(node.names)
    return found


def _changed(tree: ast.Module) -> tuple[set[str], set[str]]:
    """What a statement surely writes into, and what it calls a method of for its effect."""
    changed: set[str] = set()
    called: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Call(func=function)):
                method = getattr(function, "attr", "")
                if STATE.fullmatch(method):
                    changed.update(_root(function))
                else:
                    called.update(_root(function))
            case ast.Attribute(ctx=context) | ast.Subscript(ctx=context):
                if not _is_read(context):
                    changed.update(_root(node))
    return changed, called


def _is_read(context: ast.expr_context) -> bool:
    """Whether a name, or what stands for one, is only looked at."""
    return isinstance(context, ast.Load)


def _root(node: ast.expr) -> list[str]:
    """`x` for `x.y[0].z`; nothing for a plain name, which is not changed by being called."""
    depth = 0
    while True:
        if isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            break
        depth += 1
    if depth and isinstance(node, ast.Name):
        return [node.id]
    return []


def _read_first(tree: ast.Module) -> set[str]:
    """Names that are read somewhere above the line that first sets them, or on that line."""
    reads: dict[str, int] = {}
    writes: dict[str, int] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load(), lineno=line):
                reads[name] = min(line, reads.get(name, line))
            case ast.Name(id=name, ctx=ast.Store(), lineno=line):
                writes[name] = min(line, writes.get(name, line))
    found = set()
    for name in reads.keys() & writes.keys():
        if reads[name] <= writes[name]:
            found.add(name)
    return found
