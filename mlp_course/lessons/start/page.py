"""What the page to start from shows: whether all is there, and the points so far.

Nothing is run, nothing is written.
"""

from pathlib import Path

from mlp_course.lesson import COURSE
from mlp_course.lessons.start.minutes import minutes_of
from mlp_course.lessons.start.saved import (
    BY_HAND,
    OPEN_ITEM,
    PASSES,
    WRONG,
    Saved,
    as_saved,
    read,
)
from mlp_course.lessons.titles import lesson_title

NAMED = 3  # items that are named of those that are open
NOT_BEGUN = "not begun"
TO_DO = {WRONG: "not yet right:", OPEN_ITEM: "open:"}


class Shown(str):
    """Text in Markdown that a notebook shows as such."""

    def _repr_markdown_(self) -> str:  # the name under which IPython asks for it
        return str(self)

    __repr__ = str.__str__


def points_so_far(work: Path | str = ".", lessons: Path = COURSE / "notebooks") -> Shown:
    """A table of the lessons, their minutes, and the points that the copies in `work` have.

    All of it is read from the lessons, and from the copies as they were saved last.
    """
    rows = [
        "| lesson | minutes | points so far | what is next |",
        "|---|---|---|---|",
    ]
    earned = 0.0
    most = 0.0
    for released in sorted(lessons.glob("*/*.ipynb")):
        path = released.relative_to(lessons)
        given = read(released)
        lesson = as_saved(given, Path(work) / path)
        earned += lesson.points(PASSES)
        most += lesson.points()
        minutes = minutes_of(given)
        columns = [
            f"[{_title(given)}]({path.as_posix()})",
            f"{minutes:g}" if minutes else "–",
            _points(lesson),
            _next(lesson),
        ]
        row = " | ".join(columns)
        rows.append(f"| {row} |")
    # The table ends with an empty line.
    total = f"**{earned:g} of {most:g} points**"
    rows.append("")
    rows.append(f"{total}, by the visible tests as you last ran and saved them.")
    return Shown("\n".join(rows))


def _title(given: dict) -> str:
    """The heading of a lesson, up to its colon."""
    return lesson_title(given)


def _points(lesson: Saved) -> str:
    """A lesson's points, and how many wait for a mark by hand."""
    earned = lesson.points(PASSES)
    most = lesson.points()
    text = f"{earned:g} of {most:g}"
    written = lesson.points(BY_HAND)
    if written:
        text += f", {written:g} to be marked"
    return text


def _next(lesson: Saved) -> str:
    """What to do in a lesson, in a few words."""
    # Of a lesson that nobody has begun, it is no use to name all items.
    untouched = lesson.points(OPEN_ITEM) == lesson.points()
    if lesson.problem or untouched:
        return lesson.problem or NOT_BEGUN
    said = []
    for state, words in TO_DO.items():
        names = lesson.named(state)
        if names:
            said.append(f"{words} {_few(names)}")
    return "; ".join(said) or "all done: press **Validate**, then hand it in"


def _few(names: list[str]) -> str:
    """The first names, and how many there are beside."""
    shown = ", ".join(f"`{name}`" for name in names[:NAMED])
    left_out = len(names) - NAMED
    if left_out > 0:
        shown += f" and {left_out} more"
    return shown
