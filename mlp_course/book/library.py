"""The library's reference: its docstrings as one page, room by room in the order in which they build on each other."""

import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator

from numpy.typing import ArrayLike

ROOMS = (
    *("structures", "graph", "radial", "angular", "descriptors", "potentials"),
    *("calculator", "rigid_ion", "dynamics", "transport"),
    *(
        "data",
        "metrics",
        "batches",
        "training",
        "plots",
        "listeners",
        "uncertainty",
        "symmetry",
        "viewer",
        "quiz",
    ),
)


def reference() -> str:
    """The page in Markdown: for every room its purpose, then every public name with its signature and docstring."""
    return "\n\n".join(
        part for room in ROOMS for part in _room(importlib.import_module(f"mlp_course.{room}"))
    )


def public_names(module) -> list[str]:
    """What a room offers: its `__all__`, or the functions and classes it defines without an underscore."""
    if hasattr(module, "__all__"):
        return [name for name in module.__all__ if callable(getattr(module, name))]
    own = [
        name
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__
    ]
    return [name for name in own if not name.startswith("_") and callable(getattr(module, name))]


def _room(module) -> Iterator[str]:
    yield f"## `{module.__name__}`"
    yield (module.__doc__ or "").split("\n\n")[0].strip()
    for name in public_names(module):
        thing = getattr(module, name)
        yield f"### `{name}`"
        yield _block(_signature(name, thing), thing.__doc__)
        if inspect.isclass(thing) and (methods := list(_methods(thing))):
            yield "\n".join(methods)


def _methods(kind: type) -> Iterator[str]:
    """A line for each public method and property that the class defines itself and says something about."""
    for name, value in vars(kind).items():
        told = (
            inspect.getdoc(value.fget if isinstance(value, property) else value)
            if not name.startswith("_")
            else ""
        )
        if told and (inspect.isfunction(value) or isinstance(value, property | classmethod)):
            brackets = "" if isinstance(value, property) else "()"
            yield f"- `{name}{brackets}`: {_escaped(told.splitlines()[0])}"


def _signature(name: str, thing) -> str:
    """The call, with types by their own names: `Tensor`, not `torch.Tensor`."""
    try:
        text = str(inspect.signature(thing)).replace(
            inspect.formatannotation(ArrayLike), "ArrayLike"
        )
    except (TypeError, ValueError):
        return name
    text = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])", "", text)
    return textwrap.fill(name + text.removesuffix(" -> None"), width=80, subsequent_indent="    ")


def _block(signature: str, docstring: str | None) -> str:
    """Docstrings hold formulas set in columns, so they are shown as they stand."""
    return f"```{{code-block}} text\n{signature}\n\n{inspect.cleandoc(docstring or '')}\n```"


def _escaped(text: str) -> str:
    """Plain text that Markdown leaves alone."""
    return "".join("\\" + letter if letter in "\\*_`[]<>$" else letter for letter in text)
