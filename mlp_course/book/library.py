"""The library's reference: its docstrings as one page.

It goes room by room, in the order in which they build on each other.
"""

import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator

from numpy.typing import ArrayLike

# The rooms that lessons and researchers use, in the order in which they are built.
ROOMS = (
    "structures",
    "radial",
    "angular",
    "neighbors",
    "graph",
    "plots",
    "viewer",
    "data",
    "descriptors",
    "potentials",
    "symmetry",
    "calculator",
    "training",
    "training.metrics",
    "training.listeners",
    "dynamics",
    "classical",
    "transport",
    "families",
    "checks",
    "quiz",
    "exercises",
)


def reference() -> str:
    """The page in Markdown: for every room its purpose, then every public name.

    Of a name there is the signature and the docstring.
    """
    parts: list[str] = []
    for room in ROOMS:
        module = importlib.import_module(f"mlp_course.{room}")
        parts += _room(module)
        if room == "families":
            parts.append(table_of(module.FAMILIES.values()))
    return "\n\n".join(parts)


def table_of(families) -> str:
    """The registry of potentials as a table: what each is, what its time goes into, whose it is."""
    rows = ["| family | what it is | cost | source |", "|---|---|---|---|"]
    for family in families:
        cells = (f"`{family.name}`", family.generation, family.cost, family.source)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def public_names(module) -> list[str]:
    """What a room offers: its `__all__`, or what it defines without an underscore.

    Only functions and classes count.
    """
    if hasattr(module, "__all__"):
        names = module.__all__
    else:
        names = [name for name in vars(module) if _is_own(module, name)]
    return [name for name in names if callable(getattr(module, name))]


def _is_own(module, name: str) -> bool:
    """Whether a public name was defined in `module`, not imported."""
    home = getattr(getattr(module, name), "__module__", "")
    return home == module.__name__ and not name.startswith("_")


def _room(module) -> Iterator[str]:
    """The paragraphs about a room."""
    yield f"## `{module.__name__}`"
    yield (module.__doc__ or "").split("\n\n")[0].strip()
    for name in public_names(module):
        thing = getattr(module, name)
        yield f"### `{name}`"
        yield _block(_signature(name, thing), thing.__doc__)
        methods = list(_methods(thing)) if inspect.isclass(thing) else []
        if methods:
            yield "\n".join(methods)


def _methods(kind: type) -> Iterator[str]:
    """A line for each public method and property that the class defines itself and describes."""
    for name, value in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(value, property):
            call = name
            told = inspect.getdoc(value.fget)
        elif inspect.isfunction(value) or isinstance(value, classmethod):
            call = f"{name}()"
            told = inspect.getdoc(value)
        else:
            continue
        if told:
            first = told.splitlines()[0]
            yield f"- `{call}`: {_escaped(first)}"


def _signature(name: str, thing) -> str:
    """The call, with types by their own names: `Tensor`, not `torch.Tensor`."""
    try:
        text = str(inspect.signature(thing))
    except (TypeError, ValueError):
        return name
    # An ArrayLike is shown as the long union that it stands for.
    text = text.replace(inspect.formatannotation(ArrayLike), "ArrayLike")
    text = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])", "", text)
    text = text.removesuffix(" -> None")
    return textwrap.fill(name + text, width=80, subsequent_indent="    ")


def _block(signature: str, docstring: str | None) -> str:
    """Docstrings hold formulas set in columns, so they are shown as they stand."""
    told = inspect.cleandoc(docstring or "")
    return f"```{{code-block}} text\n{signature}\n\n{told}\n```"


def _escaped(text: str) -> str:
    """Plain text that Markdown leaves alone."""
    return re.sub(r"[\\*_`\[\]<>$]", r"\\\g<0>", text)
