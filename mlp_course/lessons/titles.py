"""What the items of a lesson are called, read off its own headings.

An exercise has a heading with its points, "### Exercise 3: `mae` (2 points)". A question has one
of its own, "### Question 29. How ...?", and below it one for each part, "#### Your answer (4
points)". What has no such heading is called by its name in nbgrader.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mlp_course.lessons import cells

HEADING = re.compile(r"^(#+)\s+(.+?)\s*#*$", re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
POINTS = re.compile(r"\s*\((\d+(?:\.\d+)?) points?\)$")
QUESTION = re.compile(r"^(Question \d+(?:, [^.?]+)?)[.:]")


@dataclass(frozen=True)
class Title:
    """An item: its name in nbgrader, what it is called, its points."""

    item: str
    text: str
    points: float

    @property
    def full(self) -> str:
        """`Exercise 3: mae (2 points)`."""
        unit = "point" if self.points == 1 else "points"
        return f"{self.text} ({self.points:g} {unit})"


def titles(notebook: Mapping) -> dict[str, Title]:
    """What every item of a lesson is called, in the lesson's order, by its name."""
    found: dict[str, Title] = {}
    of_cells = _points_of_cells(notebook["cells"])
    heading = ""
    points: float | None = None
    question = ""
    for cell in notebook["cells"]:
        # A text that is marked may have headings of the student's.
        if cell["cell_type"] == "markdown" and not cells.is_students(cell):
            for level, text in _headings(cells.source_of(cell)):
                begins = QUESTION.match(text)
                if level <= 3:
                    question = begins[1] if begins else ""
                told = POINTS.search(text)
                heading = _worded(POINTS.sub("", text), question) if told else ""
                points = float(told[1]) if told else None
        name = cells.item_of(cells.grade_id(cell))
        if name in of_cells and name not in found:
            most = of_cells[name] if points is None else points
            found[name] = Title(name, heading or name, most)
            # The next item has a heading of its own, or none.
            heading = ""
            points = None
    return found


def title_of(known: Mapping[str, Title], item: str) -> str:
    """What an item is called, of those that are `known`; its name if it is not among them."""
    return known[item].text if item in known else item


def lesson_title(notebook: Mapping) -> str:
    """A lesson's own title, up to its colon; '' if it begins with none."""
    for cell in notebook["cells"][:1]:
        for _, text in _headings(cells.source_of(cell)):
            return text.partition(":")[0]
    return ""


def _points_of_cells(lesson: Iterable[cells.Cell]) -> dict[str, float]:
    """The points of every item, as its cells have them; an item may have several tests."""
    found: dict[str, float] = {}
    for cell in lesson:
        if cells.has_points(cell) or cells.is_task(cell):
            name = cells.item_of(cells.grade_id(cell))
            found[name] = found.get(name, 0) + cells.about(cell).get("points", 0)
    return found


def _headings(source: str) -> Iterator[tuple[int, str]]:
    """Level and text of each heading in a text."""
    for found in HEADING.finditer(FENCED.sub("", source)):
        yield len(found[1]), found[2]


def _worded(text: str, question: str) -> str:
    """A heading as a title: without its formatting, and with the question that it belongs to.

    >>> _worded("Exercise 3: `mae`", ""), _worded("Your answer", "Question 29")
    ('Exercise 3: mae', 'Question 29: your answer')
    """
    plain = text.replace("`", "").replace("*", "")
    if not question or plain.startswith(question):
        return plain
    return f"{question}: {plain[0].lower()}{plain[1:]}"
