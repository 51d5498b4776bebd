"""What was written in an answer cell, as last saved; and the lessons' own prose.

The prose is read because an answer may have been copied from it.
"""

import functools
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

# Every lesson's text, where the course lies around us
RELEASED = Path(__file__).resolve().parents[2] / "notebooks"
MARK_SCHEME = re.compile(r"=== BEGIN MARK SCHEME ===.*?=== END MARK SCHEME ===", flags=re.DOTALL)


def written(name: str) -> str | None:
    """The text of the answer cell `name` as last saved; None if there is none.

    It is looked for in the notebook that is open here.
    """
    for path in _open_notebooks():
        for cell in _cells(path):
            if _about(cell).get("grade_id") == name:
                text = "".join(cell["source"])
                return without_scheme(text)
    return None


def without_scheme(text: str) -> str:
    """The text alone: the worked solution of a lesson has the mark scheme in the same cell."""
    return MARK_SCHEME.sub("", text).strip()


@functools.cache
def course_text() -> tuple[str, ...]:
    """The prose of all lessons, cell by cell; nothing if only the library is installed."""
    prose: list[str] = []
    for path in sorted(RELEASED.glob("*/*.ipynb")):
        prose += texts(_cells(path))
    return tuple(prose)


def texts(cells: Iterable[Mapping]) -> list[str]:
    """The text cells that are no answers."""
    found = []
    for cell in cells:
        is_text = cell.get("cell_type") == "markdown"
        if is_text and not _about(cell).get("solution"):
            found.append("".join(cell["source"]))
    return found


def _open_notebooks() -> Iterator[Path]:
    """Where the open notebook may be: what Jupyter says, its name here, any notebook here."""
    opened = Path(os.environ.get("JPY_SESSION_NAME", ""))
    yield opened
    yield Path(opened.name)
    yield from sorted(Path().glob("*.ipynb"))


def _about(cell: Mapping) -> Mapping:
    """What nbgrader has written into the cell."""
    return cell.get("metadata", {}).get("nbgrader") or {}


def _cells(path: Path) -> list[Mapping]:
    """The cells of a notebook; none if it is no notebook or cannot be read."""
    if path.suffix != ".ipynb":
        return []
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return notebook.get("cells", [])
    except (OSError, ValueError, AttributeError):
        return []
