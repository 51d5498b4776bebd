"""What was written in an answer cell, as last saved; and the lessons' own prose.

The prose is read because an answer may have been copied from it.
"""

import functools
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mlp_course.files import COURSE
from mlp_course.lessons.cells import (
    BEGIN_SCHEME,
    END_SCHEME,
    Cell,
    grade_id,
    is_answer,
    outside,
    source_of,
)

# Every lesson's text, where the course lies around us
RELEASED = COURSE / "notebooks"


def written(name: str) -> str | None:
    """The text of the answer cell `name` as last saved; None if there is none.

    It is looked for in the notebook that is open here.
    """
    for path in _open_notebooks():
        for cell in _cells(path):
            if grade_id(cell) == name:
                return without_scheme(source_of(cell))
    return None


def without_scheme(text: str) -> str:
    """The text alone: the worked solution of a lesson has the mark scheme in the same cell."""
    try:
        answer = outside(text, BEGIN_SCHEME, END_SCHEME, instead="")
    except ValueError:
        # A student wrote a mark into the answer: then it is the answer's.
        answer = text
    return answer.strip()


@functools.cache
def course_text() -> tuple[str, ...]:
    """The prose of all lessons, cell by cell; nothing if only the library is installed."""
    prose: list[str] = []
    for path in sorted(RELEASED.glob("*/*.ipynb")):
        prose += texts(_cells(path))
    return tuple(prose)


def texts(cells: Iterable[Cell]) -> list[str]:
    """The text cells that are no answers."""
    found = []
    for cell in cells:
        is_text = cell.get("cell_type") == "markdown"
        if is_text and not is_answer(cell):
            found.append(source_of(cell))
    return found


def _open_notebooks() -> Iterator[Path]:
    """Where the open notebook may be: what Jupyter says, its name here, any notebook here."""
    opened = Path(os.environ.get("JPY_SESSION_NAME", ""))
    yield opened
    yield Path(opened.name)
    yield from sorted(Path().glob("*.ipynb"))


def _cells(path: Path) -> list[Cell]:
    """The cells of a notebook; none if it is no notebook or cannot be read."""
    if path.suffix != ".ipynb":
        return []
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return notebook.get("cells", [])
    except (OSError, ValueError, AttributeError):
        return []
