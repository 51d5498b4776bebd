"""What was written in an answer cell, as last saved; and the lessons' own prose, which may have been copied."""

import functools
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

RELEASED = (
    Path(__file__).resolve().parents[2] / "notebooks"
)  # every lesson's text, where the course lies around us
MARK_SCHEME = re.compile(r"=== BEGIN MARK SCHEME ===.*?=== END MARK SCHEME ===", flags=re.DOTALL)


def written(name: str) -> str | None:
    """The text of the answer cell `name` as last saved, of the notebook that is open here; None if there is none."""
    for path in _open_notebooks():
        for cell in _cells(path):
            if _about(cell).get("grade_id") == name:
                return without_scheme("".join(cell["source"]))
    return None


def without_scheme(text: str) -> str:
    """The text alone: the worked solution of a lesson has the mark scheme in the same cell."""
    return MARK_SCHEME.sub("", text).strip()


@functools.cache
def course_text() -> tuple[str, ...]:
    """The prose of all lessons, cell by cell; nothing if only the library is installed."""
    return tuple(
        text for path in sorted(RELEASED.glob("*/*.ipynb")) for text in texts(_cells(path))
    )


def texts(cells: Iterable[Mapping]) -> list[str]:
    """The text cells that are no answers."""
    return [
        "".join(c["source"])
        for c in cells
        if c.get("cell_type") == "markdown" and not _about(c).get("solution")
    ]


def _open_notebooks() -> Iterator[Path]:
    opened = Path(os.environ.get("JPY_SESSION_NAME", ""))
    return iter([opened, Path(opened.name), *sorted(Path().glob("*.ipynb"))])


def _about(cell: Mapping) -> Mapping:
    return cell.get("metadata", {}).get("nbgrader") or {}


def _cells(path: Path) -> list[Mapping]:
    try:
        return (
            json.loads(path.read_text(encoding="utf-8")).get("cells", [])
            if path.suffix == ".ipynb"
            else []
        )
    except (OSError, ValueError, AttributeError):
        return []
