"""The student's points on the page to start from, read off the saved copies: nothing is run, nothing is written."""

from pathlib import Path

import nbformat

from mlp_course.grading.points.standing import (
    BY_HAND,
    NOT_BEGUN,
    OPEN_ITEM,
    PASSES,
    WRONG,
    Standing,
    standing,
)
from mlp_course.lesson import COURSE

NAMED = 3  # items that are named of those that are open


class Shown(str):
    """Text in Markdown that a notebook shows as such."""

    def _repr_markdown_(self) -> str:  # the name under which IPython asks for it
        return str(self)

    __repr__ = str.__str__


def points_so_far(work: Path | str = ".", lessons: Path = COURSE / "notebooks") -> Shown:
    """A table of the lessons with the points that the copies in `work` have, as they were saved last."""
    rows = ["| lesson | points so far | what is next |", "|---|---|---|"]
    standings = []
    for released in sorted(lessons.glob("*/*.ipynb")):
        path = released.relative_to(lessons)
        standings.append(standing(released.stem, released, Path(work) / path, run=False))
        rows.append(
            f"| [{_title(released)}]({path.as_posix()}) | {_points(standings[-1])} | {_next(standings[-1])} |"
        )
    earned, most = sum(s.points(PASSES) for s in standings), sum(s.points() for s in standings)
    rows += [
        "",
        f"**{earned:g} of {most:g} points**, by the visible tests as you last ran and saved them.",
    ]
    return Shown("\n".join(rows))


def _title(released: Path) -> str:
    heading = nbformat.read(released, as_version=4).cells[0].source.splitlines()[0]
    return heading.lstrip("# ").partition(":")[0]


def _points(lesson: Standing) -> str:
    written = lesson.points(BY_HAND)
    return (
        f"{lesson.points(PASSES):g} of {lesson.points():g}"
        + f", {written:g} to be marked" * bool(written)
    )


def _next(lesson: Standing) -> str:
    """What to do in a lesson, in a few words."""
    if lesson.problem or all(item.state == OPEN_ITEM for item in lesson.items):
        return lesson.problem or NOT_BEGUN
    said = [
        f"{word} {_few([item.name for item in lesson.items if item.state == state])}"
        for state, word in ((WRONG, "not yet right:"), (OPEN_ITEM, "open:"))
        if any(item.state == state for item in lesson.items)
    ]
    return "; ".join(said) or "all done: press **Validate**, then hand it in"


def _few(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:NAMED])
    return shown + f" and {len(names) - NAMED} more" * (len(names) > NAMED)
