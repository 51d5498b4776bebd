"""What a class finds hard, read off graded notebooks and the gradebook; no student code is run."""

import functools
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from mlp_course.grading.feedback.messages import OPEN, Message, message_about
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.steps.gradebook_steps import is_untouched
from mlp_course.grading.steps.mark import Mark
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

NUMBERS = re.compile(r"\s*\bGot .*", re.DOTALL)  # what `exercises.expect` adds about the values
CONTROL = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f]")
FULL = "all points"
PART = "some points"
WRONG = "no points"
OPEN_ITEM = "open"
WAITING = "waits for a mark"
STATES = (
    FULL,
    PART,
    WRONG,
    OPEN_ITEM,
    WAITING,
)
LONGEST = 200  # characters of a sentence


@dataclass
class Difficulty:
    """How a class did on one item.

    Students are counted by their state, and sentences by how often each was the first one said.
    """

    item: str
    maximum: float = 0.0
    points: list[float] = field(default_factory=list)
    states: Counter = field(default_factory=Counter)
    sentences: Counter = field(default_factory=Counter)

    @property
    def lost(self) -> float:
        """The part of all points that was lost, 0 to 1, among those that have a mark."""
        if not self.points or not self.maximum:
            return 0.0
        most = len(self.points) * self.maximum
        return 1 - sum(self.points) / most


def difficulties(course: Course, lesson: str) -> list[Difficulty]:
    """One entry for each item of the lesson, in its order; empty if nothing was graded yet."""
    folder = course.folder("autograded")
    graded = sorted(folder.glob(f"*/{lesson}/{lesson}.ipynb"))
    if not graded:
        return []
    found: dict[str, Difficulty] = {}
    for name in gradebook.items(course, lesson):
        item = cells.item_of(name)
        found[item] = Difficulty(item)
    for path in graded:
        student = path.parents[1].name
        # An item may have several tests, each with a mark.
        by_item: dict[str, list[Mark]] = {}
        for mark in gradebook.marks(course, lesson, student):
            item = cells.item_of(mark.item)
            by_item.setdefault(item, []).append(mark)
        for item, marks in by_item.items():
            _count(found[item], marks, path)
    return list(found.values())


def _count(entry: Difficulty, marks: list[Mark], path: Path) -> None:
    """Add to an item's entry what one student's marks say, and the graded notebook at `path`."""
    entry.maximum = sum(mark.maximum for mark in marks)
    # What waits for a mark by hand has no points yet.
    if any(mark.pending for mark in marks):
        entry.states[WAITING] += 1
        return
    points = sum(mark.points for mark in marks)
    entry.points.append(points)
    if points >= entry.maximum:
        entry.states[FULL] += 1
        return
    # An item that is open says so by an error of its own; a text, by being what was handed out.
    notebook = _read(path)
    said = message_about(notebook, entry.item)
    if said.kind == OPEN or _is_untouched(notebook, entry.item):
        entry.states[OPEN_ITEM] += 1
        return
    entry.states[PART if points else WRONG] += 1
    entry.sentences.update(_sentences(said))


def _sentences(said: Message) -> set[str]:
    """What was said; of verdicts, which are no errors, there may be several, a line each."""
    texts = [said.text]
    if not said.kind:
        texts = said.text.split("\n")
    return {sentence(text) for text in texts} - {""}


def _is_untouched(notebook: nbformat.NotebookNode, item: str) -> bool:
    """Whether the item is a text that the student left as it was."""
    for cell in notebook.cells:
        if cells.grade_id(cell) != item:
            continue
        is_text = cells.is_answer(cell) and cells.has_points(cell)
        if is_text and is_untouched(cell):
            return True
    return False


@functools.lru_cache(1)
def _read(path: Path) -> nbformat.NotebookNode:
    """A graded notebook; the last one is kept, since all items ask for it."""
    return nbformat.read(path, as_version=4)


def sentence(text: str) -> str:
    """The misconception alone: without values, on one line, with nothing a terminal would obey.

    >>> sentence("Divide by the number of atoms. Got 4.2, expected 2.1.")
    'Divide by the number of atoms.'
    >>> sentence("b  WRONG: A mirror is no rotation.")
    'A mirror is no rotation.'
    """
    # Values differ from student to student, the misconception does not.
    text = re.sub(r"^[a-l]  WRONG: ", "", text)
    text = NUMBERS.sub("", text) or text
    text = CONTROL.sub(" ", text).strip()
    return text[:LONGEST]


def table(lesson: str, found: list[Difficulty], most: int = 3) -> list[str]:
    """The hardest items first; below each the sentences most often said."""
    students = max(entry.states.total() for entry in found)
    states = ", ".join(STATES)
    lines = [f"{lesson}, {students} students: points lost, then how many had {states}"]
    for entry in hardest(found):
        columns = [
            f"  {entry.item:38}",
            f"{entry.lost:5.0%} ",
        ]
        for state in STATES:
            number = entry.states[state]
            columns.append(f"{number:4}")
        lines.append(" ".join(columns))
        for text, count in entry.sentences.most_common(most):
            short = _short(text)
            lines.append(f"      {count} × {short}")
    return lines


def _short(text: str, most: int = 100) -> str:
    """A text of at most so many characters."""
    if len(text) <= most:
        return text
    start = text[: most - 1].rstrip()
    return f"{start}…"


def hardest(found: list[Difficulty]) -> list[Difficulty]:
    """Items by how many students' worth of points was lost, most first; of equals, the earlier."""
    return sorted(found, key=lambda entry: -entry.lost * len(entry.points))


def draw(lesson: str, found: list[Difficulty], path: Path) -> None:
    """A bar for each item, hardest on top: students by state, and the sentence most often said."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    from mlp_course import plots

    colours = {
        FULL: plots.BLUE,
        PART: plots.SKY,
        WRONG: plots.RED,
        OPEN_ITEM: plots.ORANGE,
        WAITING: plots.GREY,
    }
    entries = hardest(found)[::-1]
    places = range(len(entries))
    names = [entry.item for entry in entries]
    height = 1.2 + 0.5 * len(entries)  # inches
    title = f"{lesson}: items by points lost, and what was said most often"
    # matplotlib knows its settings by name, and asks for no other dictionary.
    style: Any = plots.STYLE
    with plt.rc_context(style):
        figure, axes = plt.subplots(figsize=(9.5, height))
        _draw_bars(axes, entries, colours)
        _draw_sentences(axes, entries)
        axes.set(yticks=places, yticklabels=names, xlabel="students")
        axes.set_title(title, fontsize=10, loc="left")
        figure.legend(ncols=len(STATES), loc="outside lower left")
        axes.grid(axis="y", visible=False)
        axes.locator_params(axis="x", integer=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=150)
        plt.close(figure)


def _draw_bars(axes: Any, entries: list[Difficulty], colours: dict[str, str]) -> None:
    """Each state's part of the bars begins where those before it end."""
    left = [0] * len(entries)
    for state, colour in colours.items():
        width = [entry.states[state] for entry in entries]
        axes.barh(
            range(len(entries)),
            width,
            left=left,
            color=colour,
            label=state,
            height=0.45,
        )
        left = [begin + more for begin, more in zip(left, width, strict=True)]


def _draw_sentences(axes: Any, entries: list[Difficulty]) -> None:
    """What was said stands above the bar, as it is: a $ in it begins no formula."""
    for place, entry in enumerate(entries):
        for text, count in entry.sentences.most_common(1):
            short = _short(text, 95)
            axes.text(
                0,
                place + 0.26,
                f"{count} × {short}",
                fontsize=7,
                parse_math=False,
                va="bottom",
            )
