"""Whether an answer is the library's own function, or only calls it."""

from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

OURS = "mlp_course."


def library_function(answer: object, name: str) -> str:
    """Where the library's function lies that `answer` is, or that it calls for the exercise `name`.

    It is '' for an answer of the student's own, which may use anything else of the library's.
    """
    if is_the_librarys(answer):
        return _place(answer)
    if not isinstance(answer, FunctionType):
        return ""
    for used in _used_by(answer):
        if is_the_librarys(used) and getattr(used, "__name__", "") == name:
            return _place(used)
    return ""


def is_the_librarys(thing: object) -> bool:
    """Whether this is a function or class that stands in this library."""
    module = vars(thing).get("__module__", "") if isinstance(thing, type) else None
    if isinstance(thing, FunctionType):
        module = thing.__module__
    return isinstance(module, str) and module.startswith(OURS)


def _place(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__name__}"


def _used_by(function: FunctionType) -> Iterator[object]:
    """What the names in a function stand for, as far as these are the course's or its modules."""
    names = set(_names_in(function.__code__))
    for name in names:
        thing = function.__globals__.get(name)
        yield thing
        if isinstance(thing, ModuleType) and thing.__name__.startswith(OURS.rstrip(".")):
            for inner in names:
                yield getattr(thing, inner, None)
    # What stands around a function that was made inside another
    for cell in function.__closure__ or ():
        yield cell.cell_contents


def _names_in(code: CodeType) -> Iterator[str]:
    """Names that the code, and functions inside it, look up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
