"""What a class finds hard, read off graded notebooks and the gradebook; no student code is run."""

import functools
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import correlation

import nbformat

from mlp_course.grading.feedback.listing import FULL, OPEN_ITEM, PART, WAITING, WRONG
from mlp_course.grading.feedback.messages import OPEN, Message, message_about
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.steps.gradebook_steps import is_untouched
from mlp_course.grading.steps.mark import Mark
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course
from mlp_course.lessons.titles import title_of, titles

FEWEST = 3  # students: of two every correlation is perfect
NUMBERS = re.compile(r"\s*\bGot .*", re.DOTALL)  # what `expect` adds about the values
CONTROL = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f]")
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
    `points_of` has those whose answer is marked.
    """

    item: str
    title: str = ""
    maximum: float = 0.0
    students: list[str] = field(default_factory=list)
    points_of: dict[str, float] = field(default_factory=dict)
    states: Counter = field(default_factory=Counter)
    sentences: Counter = field(default_factory=Counter)

    @property
    def lost(self) -> float:
        """The part of all points that was lost, 0 to 1, among those that have a mark."""
        if not self.points_of or not self.maximum:
            return 0.0
        most = len(self.points_of) * self.maximum
        return 1 - sum(self.points_of.values()) / most

    @property
    def waiting(self) -> int:
        """How many answers nobody has marked yet."""
        return self.states[WAITING]


def difficulties(course: Course, lesson: str) -> list[Difficulty]:
    """One entry for each item of the lesson, in its order; empty if nothing was graded yet."""
    folder = course.folder("autograded")
    graded = sorted(folder.glob(f"*/{lesson}/{lesson}.ipynb"))
    if not graded:
        return []
    known = titles(nbformat.read(course.source(lesson), as_version=4))
    found: dict[str, Difficulty] = {}
    for name in gradebook.items(course, lesson):
        item = cells.item_of(name)
        found[item] = Difficulty(item, title_of(known, item))
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
    student = path.parents[1].name
    entry.students.append(student)
    entry.maximum = sum(mark.maximum for mark in marks)
    # What waits for a mark by hand has no points yet.
    if any(mark.pending for mark in marks):
        entry.states[WAITING] += 1
        return
    points = sum(mark.points for mark in marks)
    entry.points_of[student] = points
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


def hardest(found: list[Difficulty]) -> list[Difficulty]:
    """Items by the part of their points that was lost, most first; of equals, the earlier.

    What waits for a mark is not among them: nobody knows yet what was lost there.
    """
    marked = [entry for entry in found if not entry.waiting]
    return sorted(marked, key=lambda entry: -entry.lost)


def totals(found: list[Difficulty]) -> dict[str, float]:
    """The points of each student so far, without what waits for a mark or being late has cost."""
    sums: dict[str, float] = {}
    for entry in found:
        for student in entry.students:
            sums[student] = sums.get(student, 0.0) + entry.points_of.get(student, 0.0)
    return sums


def discrimination(entry: Difficulty, found: list[Difficulty]) -> float | None:
    """How well an item tells strong from weak students, -1 to 1; None if that cannot be said.

    It is the correlation of the item's points with the points of all other items that are marked,
    which for an item that is right or wrong is the point-biserial one. The item is left out of the
    sum, as it would correlate with itself: S. Henrysson, Psychometrika 28, 211 (1963).
    """
    others = [other for other in found if other is not entry and not other.waiting]
    if entry.waiting or len(entry.points_of) < FEWEST or not others:
        return None
    own = list(entry.points_of.values())
    rest = []
    for student in entry.points_of:
        rest.append(sum(other.points_of.get(student, 0.0) for other in others))
    # Where all have the same there is nothing to tell apart.
    if len(set(own)) == 1 or len(set(rest)) == 1:
        return None
    return correlation(own, rest)
