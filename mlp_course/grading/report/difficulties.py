"""What a class finds hard, read off graded notebooks and the gradebook; nothing a student wrote is run."""

import functools
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.utils import compute_checksum

from mlp_course.grading.feedback.messages import OPEN, message_about
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.jobs.gradebook import Mark
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

NUMBERS = re.compile(r"\s*\bGot .*", re.DOTALL)  # what quiz.expect adds about the values
CONTROL = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f]")
FULL, PART, WRONG, OPEN_ITEM, WAITING = (
    "all points",
    "some points",
    "no points",
    "open",
    "waits for a mark",
)
STATES = (FULL, PART, WRONG, OPEN_ITEM, WAITING)


@dataclass
class Difficulty:
    """How a class did on one item: students by state, points, and how often each sentence was the first one said."""

    item: str
    maximum: float = 0.0
    points: list[float] = field(default_factory=list)
    states: Counter = field(default_factory=Counter)
    sentences: Counter = field(default_factory=Counter)

    @property
    def lost(self) -> float:
        """The part of all points that was lost, 0 to 1, among those that have a mark."""
        return (
            1 - sum(self.points) / (len(self.points) * self.maximum)
            if self.points and self.maximum
            else 0.0
        )


def difficulties(course: Course, lesson: str) -> list[Difficulty]:
    """One entry for each item of the lesson, in its order; empty if nothing was graded yet."""
    found = {name: Difficulty(name) for name in map(cells.item_of, gradebook.items(course, lesson))}
    graded = sorted(course.folder("autograded").glob(f"*/{lesson}/{lesson}.ipynb"))
    for path in graded:
        marks = gradebook.marks(course, lesson, path.parents[1].name)
        for item, entry in found.items():
            _count(entry, [mark for mark in marks if cells.item_of(mark.item) == item], path)
    return list(found.values()) if graded else []


def _count(entry: Difficulty, marks: list[Mark], path: Path) -> None:
    if not marks:
        return
    entry.maximum = sum(mark.maximum for mark in marks)
    if any(mark.pending for mark in marks):
        entry.states[WAITING] += 1
        return
    points = sum(mark.points for mark in marks)
    entry.points.append(points)
    if points >= entry.maximum:
        entry.states[FULL] += 1
        return
    said = message_about(_read(path), entry.item)
    is_open = said.kind == OPEN or _is_untouched(_read(path), entry.item)
    state = OPEN_ITEM if is_open else PART if points else WRONG
    entry.states[state] += 1
    if state != OPEN_ITEM:
        entry.sentences.update(
            set(map(sentence, said.text.split("\n") if not said.kind else [said.text])) - {""}
        )


def _is_untouched(notebook: nbformat.NotebookNode, item: str) -> bool:
    """Whether the item is a text that the student left as it was."""
    texts = [
        c
        for c in notebook.cells
        if cells.grade_id(c) == item and cells.is_answer(c) and cells.has_points(c)
    ]
    return any(cell.metadata.nbgrader.get("checksum") == compute_checksum(cell) for cell in texts)


@functools.lru_cache(1)
def _read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def sentence(text: str) -> str:
    """The misconception alone: without the values, on one line, with nothing a terminal would obey.

    >>> sentence("Divide by the number of atoms. Got 4.2, expected 2.1.")
    'Divide by the number of atoms.'
    >>> sentence("b  WRONG: A mirror is no rotation.")
    'A mirror is no rotation.'
    """
    text = re.sub(r"^[a-l]  WRONG: ", "", text)
    text = NUMBERS.sub("", text) or text
    return CONTROL.sub(" ", text).strip()[:200]


def table(lesson: str, found: list[Difficulty], most: int = 3) -> list[str]:
    """The hardest items first; below each the sentences most often said."""
    students = max(sum(entry.states.values()) for entry in found)
    lines = [f"{lesson}, {students} students: points lost, then how many had " + ", ".join(STATES)]
    for entry in hardest(found):
        states = " ".join(f"{entry.states[state]:4}" for state in STATES)
        lines.append(f"  {entry.item:38} {entry.lost:5.0%}  {states}")
        lines += [
            f"      {count} × {_short(text)}" for text, count in entry.sentences.most_common(most)
        ]
    return lines


def _short(text: str, most: int = 100) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def hardest(found: list[Difficulty]) -> list[Difficulty]:
    """Items by how many students' worth of points was lost, most first; of equals, the earlier one."""
    return sorted(found, key=lambda entry: -entry.lost * len(entry.points))


def draw(lesson: str, found: list[Difficulty], path: Path) -> None:
    """A bar for each item, hardest on top: students by state, and the sentence most often said."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    from mlp_course import plots

    entries, colours = (
        hardest(found)[::-1],
        (plots.BLUE, plots.SKY, plots.RED, plots.ORANGE, plots.GREY),
    )
    with plt.rc_context(plots.STYLE):
        figure, axes = plt.subplots(figsize=(9.5, 1.2 + 0.5 * len(entries)))
        left = [0] * len(entries)
        for state, colour in zip(STATES, colours, strict=True):
            wide = [entry.states[state] for entry in entries]
            axes.barh(range(len(entries)), wide, left=left, color=colour, label=state, height=0.45)
            left = [a + b for a, b in zip(left, wide, strict=True)]
        for place, entry in enumerate(entries):
            [(text, count)] = entry.sentences.most_common(1) or [("", 0)]
            said = f"{count} × {_short(text, 95)}" if count else ""
            axes.text(0, place + 0.26, said, fontsize=7, parse_math=False, va="bottom")
        axes.set(
            yticks=range(len(entries)),
            yticklabels=[entry.item for entry in entries],
            xlabel="students",
        )
        axes.set_title(
            f"{lesson}: items by points lost, and what was said most often", fontsize=10, loc="left"
        )
        figure.legend(ncols=len(STATES), loc="outside lower left")
        axes.grid(axis="y", visible=False)
        axes.xaxis.get_major_locator().set_params(integer=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=150)
        plt.close(figure)
