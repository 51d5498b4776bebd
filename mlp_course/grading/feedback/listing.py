"""The list of a lesson's exercises: what became of each, its points, what its test said.

The page of feedback, `report` and Validate show this list, as a page or as text.
"""

import shutil
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from mlp_course.files import printable

FULL = "all points"
PART = "some points"
WRONG = "no points"
OPEN_ITEM = "open"
WAITING = "waits for a mark"

PASSES = "passes"
NOT_YET = "not yet right"
WRITTEN = "written"

SIGNS = {
    FULL: "✓",
    PASSES: "✓",
    PART: "◐",
    WRONG: "✗",
    NOT_YET: "✗",
    OPEN_ITEM: "○",
    WAITING: "…",
    WRITTEN: "…",
}
# Names of styles, of which a sign has one
KINDS = {"✓": "right", "◐": "part", "✗": "wrong", "○": "open", "…": "waiting"}
NARROWEST = 60  # characters of a line in a terminal
WIDEST = 100


@dataclass(frozen=True)
class Row:
    """One exercise: its name, what it is called, its state, points of so many, what was said.

    `points` is None as long as there are none, as of a text that waits for its mark.
    """

    item: str
    title: str
    state: str
    most: float
    points: float | None = None
    sentence: str = ""

    @property
    def sign(self) -> str:
        """✓, ✗ and the like."""
        return SIGNS[self.state]

    @property
    def kind(self) -> str:
        """`right`, `wrong` and the like: the name of the sign's style."""
        return KINDS[self.sign]

    @property
    def worth(self) -> str:
        """`2 of 3 points`; of what has none, how many there are to be had.

        >>> Row("a", "A", WAITING, 4).worth, Row("a", "A", PART, 1, 0.5).worth
        ('4 points', '0.5 of 1 point')
        """
        unit = "point" if self.most == 1 else "points"
        if self.points is None:
            return f"{self.most:g} {unit}"
        return f"{number(self.points)} of {self.most:g} {unit}"


def number(value: float) -> str:
    """A number of points, without what rounding adds.

    >>> number(26 - 5.2), number(3.0)
    ('20.8', '3')
    """
    return f"{round(value, 6):g}"


def as_lines(rows: Iterable[Row]) -> list[str]:
    """The list for a terminal: a line for each exercise, and below it what was said."""
    width = min(WIDEST, max(NARROWEST, shutil.get_terminal_size().columns))
    lines = []
    for row in rows:
        title = printable(row.title)
        lines.append(f"  {row.sign} {title}: {row.state}, {row.worth}")
        said = " ".join(row.sentence.split())
        if said:
            lines += textwrap.wrap(
                printable(said),
                width,
                initial_indent="      ",
                subsequent_indent="      ",
            )
    return lines


def as_html(rows: Iterable[Row], linked: bool = False) -> str:
    """The list as elements of a page; `linked` to the exercises, which have their items' names."""
    lines = ["<ol class='mlp-list'>"]
    for row in rows:
        title = escape(row.title)
        if linked:
            name = escape(row.item, quote=True)
            title = f"<a href='#{name}'>{title}</a>"
        lines.append(
            f"<li class='mlp-{row.kind}'>"
            f"<span class='mlp-sign' aria-hidden='true'>{row.sign}</span> "
            f"<span class='mlp-title'>{title}</span> "
            f"<span class='mlp-state'>{row.state}</span> "
            f"<span class='mlp-worth'>{row.worth}</span>"
        )
        if row.sentence:
            lines.append(f"<div class='mlp-said'>{escape(row.sentence)}</div>")
        lines.append("</li>")
    lines.append("</ol>")
    return "\n".join(lines)
