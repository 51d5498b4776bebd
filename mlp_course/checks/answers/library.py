"""Whether an answer is the library's own function, or only calls it."""

import dis
import functools
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, MethodType, ModuleType

import numpy as np

OURS = "mlp_course"
MOST_LOOKED_AT = 1000  # functions and the like


def library_function(answer: object, name: str) -> str:
    """Where the library's function lies that `answer` is, or that it calls under this `name`.

    It is '' for an answer of the student's own, which may use anything else of the library's. An
    answer in another process knows this of itself.

    >>> from mlp_course.training import metrics
    >>> library_function(metrics.mae, "mae")
    'mlp_course.training.metrics.mae'
    >>> library_function(sorted, "mae")
    ''
    """
    try:
        known = getattr(answer, "of_library", None)
    except Exception:
        known = None
    if isinstance(known, str):
        return known
    if isinstance(answer, FunctionType) and _is_ours(answer):
        return _place(answer)

    # What runs when the answer does: itself, what it wraps, and the student's own helpers
    queue = [answer]
    seen: set[int] = set()
    home = None
    while queue and len(seen) < MOST_LOOKED_AT:
        thing = queue.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if not isinstance(thing, FunctionType):
            queue += _wrapped(thing)
        elif _is_ours(thing):
            if thing.__name__ == name:
                return _place(thing)
        else:
            # Not on through NumPy and the like
            home = thing.__module__ if home is None else home
            queue += _used_by(thing) if thing.__module__ == home else []
    return ""


def _wrapped(thing: object) -> list[object]:
    """What a partial function, a method, a class or an object of the student's calls or holds."""
    if isinstance(thing, functools.partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if isinstance(thing, list | tuple | set | frozenset):
        return list(thing)[:MOST_LOOKED_AT]
    if isinstance(thing, dict):
        return list(thing.values())[:MOST_LOOKED_AT]
    if isinstance(thing, functools._lru_cache_wrapper):
        return [thing.__wrapped__]
    if isinstance(thing, type):
        return list(vars(thing).values()) if thing.__module__ == "__main__" else []
    if isinstance(thing, MethodType | staticmethod | classmethod):
        return [thing.__func__]
    if isinstance(thing, np.vectorize):
        return [thing.pyfunc]
    kind = type(thing)
    if kind.__module__ == "__main__":
        return list(vars(kind).values())
    return []


def _is_ours(function: FunctionType) -> bool:
    """Whether the function stands in this library."""
    module = function.__module__
    return isinstance(module, str) and module.partition(".")[0] == OURS


def _place(function: FunctionType) -> str:
    return f"{function.__module__}.{function.__name__}"


def _used_by(function: FunctionType) -> Iterator[object]:
    """What the names in a function stand for: globals, what is around it, what it imports.

    A text counts as a name, too: `getattr(module, "name")` looks it up.
    """
    names = set(_names_in(function.__code__))
    found = [function.__globals__.get(name) for name in names]
    found += function.__defaults__ or ()
    found += (function.__kwdefaults__ or {}).values()
    for cell in function.__closure__ or ():
        # A name that is not bound yet has no contents.
        found += [cell.cell_contents] if cell != type(cell)() else []
    found += [sys.modules.get(name) for name in (*_imports_in(function.__code__), *names)]

    # The library's modules, and modules in these
    for _ in range(2):
        yield from found
        modules = [thing for thing in found if _is_our_module(thing)]
        found = [vars(module).get(name) for module in modules for name in names]
    yield from found


def _is_our_module(thing: object) -> bool:
    return isinstance(thing, ModuleType) and thing.__name__.partition(".")[0] == OURS


def _names_in(code: CodeType) -> Iterator[str]:
    """Names, also as texts, that the code, and functions inside it, look up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
        elif isinstance(constant, str):
            yield constant


def _imports_in(code: CodeType) -> Iterator[str]:
    """Modules that the code imports when it runs."""
    for instruction in dis.get_instructions(code):
        if instruction.opname == "IMPORT_NAME":
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _imports_in(constant)
