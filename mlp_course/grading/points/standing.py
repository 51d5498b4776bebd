"""What a student has so far: points by the visible tests, as Validate would judge, and what is still open."""

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade
from traitlets.config import Config

from mlp_course.grading.feedback.messages import OPEN, message_about
from mlp_course.grading.run.execute import Survive, TidyOutputs
from mlp_course.grading.steps.settings import run_as_graded
from mlp_course.lessons import cells

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TIME = re.compile(rf"\*\*Time\*\* about (\d+|{'|'.join(NUMBERS)}) (and a half )?(minute|hour)")
NOT_BEGUN, OPEN_ITEM, WRONG, PASSES, BY_HAND = (
    "not begun",
    "open",
    "not yet right",
    "passes",
    "written",
)


@dataclass(frozen=True)
class Item:
    """One exercise of one lesson: its points, how it stands, and what the test says."""

    name: str
    points: float
    state: str
    message: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in (OPEN_ITEM, WRONG)


@dataclass(frozen=True)
class Standing:
    """A lesson: its items, the minutes it is said to take (None if it does not say), why it could not be read."""

    lesson: str
    items: list[Item] = field(default_factory=list)
    minutes: float | None = None
    problem: str = ""

    def points(self, *states: str) -> float:
        """Points of the items in these states, or of all."""
        return sum(item.points for item in self.items if not states or item.state in states)

    @property
    def minutes_left(self) -> float | None:
        """The lesson's minutes, in proportion to the points that are open."""
        if self.minutes is None or not self.points():
            return self.minutes
        return self.minutes * self.points(OPEN_ITEM, WRONG) / self.points()


def standing(lesson: str, released: Path, own: Path, run: bool = True) -> Standing:
    """How the notebook `own` stands, judged by the tests of the `released` one.

    It is run if anything in it is answered, or, without `run`, judged by the outputs that it was saved with.
    """
    given = nbformat.read(released, as_version=4)
    minutes = minutes_of(given)
    if not own.is_file():
        return Standing(
            lesson, [_item(cells_, OPEN_ITEM) for cells_ in _items(given)], minutes, _not_begun(own)
        )
    try:
        notebook = _read(own)
    except Exception as error:  # whatever is in the file
        return Standing(
            lesson, minutes=minutes, problem=f"{own.name} cannot be read ({type(error).__name__})"
        )
    restore_tests(notebook, given)
    touched = {
        cells.grade_id(cell)
        for cell in notebook.cells
        if cells.is_answer(cell) and _is_changed(cell)
    }
    if not run:
        touched -= _not_tried(notebook)
    elif any(
        cell.cell_type == "code" for cell in notebook.cells if cells.grade_id(cell) in touched
    ):
        execute(notebook, own.parent)
    return Standing(lesson, [_judged(tests, notebook, touched) for tests in _items(given)], minutes)


def _not_begun(own: Path) -> str:
    """What to say where there is no copy; another notebook in its place may be one that was renamed."""
    others = sorted(path.name for path in own.parent.glob("*.ipynb"))
    return f"{NOT_BEGUN} (not counted for its name: {', '.join(others)})" if others else NOT_BEGUN


def _read(path: Path) -> NotebookNode:
    """A student's notebook; of code cells that other programs saved, what they left out stands there as empty."""
    with warnings.catch_warnings(
        action="ignore"
    ):  # ids of cells that are missing or equal are mended on the way
        notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update({"outputs": [], "execution_count": None} | cell)
    return notebook


def minutes_of(notebook: NotebookNode) -> float | None:
    """What the lesson's first cell says after **Time**.

    >>> first = nbformat.v4.new_markdown_cell("**Time** about two and a half hours")
    >>> minutes_of(nbformat.v4.new_notebook(cells=[first]))
    150.0
    """
    found = TIME.search(" ".join(notebook.cells[0].source.split())) if notebook.cells else None
    if not found:
        return None
    number = NUMBERS.index(found[1]) + 1 if found[1] in NUMBERS else int(found[1])
    return (number + 0.5 * bool(found[2])) * (60 if found[3] == "hour" else 1)


def restore_tests(notebook: NotebookNode, given: NotebookNode) -> None:
    """Put the text of every locked cell back, as grading does."""
    sources = {
        cells.grade_id(cell): cell.source for cell in given.cells if not cells.is_answer(cell)
    }
    sources.pop("", None)  # what is not graded or locked is the student's
    for cell in notebook.cells:
        if cells.grade_id(cell) in sources and not cells.is_answer(cell):
            cell.source = sources[cells.grade_id(cell)]


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run a notebook in a kernel as Validate does, in `folder`."""
    config = Config()
    run_as_graded(config)
    config.Survive.isolated = False  # the student's own computer and files
    resources = {"metadata": {"path": str(folder)}}
    for step in (Survive(config=config), TidyOutputs(config=config)):
        step.preprocess(notebook, resources)


def _items(given: NotebookNode) -> Iterable[list[NotebookNode]]:
    """The cells that mark one item each, in the order of the lesson."""
    found: dict[str, list[NotebookNode]] = {}
    for cell in given.cells:
        if cells.has_points(cell) or cells.is_task(cell):
            found.setdefault(cells.item_of(cells.grade_id(cell)), []).append(cell)
    return found.values()


def _item(tests: list[NotebookNode], state: str, message: str = "") -> Item:
    points = sum(cell.metadata.nbgrader.get("points", 0) for cell in tests)
    return Item(cells.item_of(cells.grade_id(tests[0])), points, state, message)


def _judged(tests: list[NotebookNode], notebook: NotebookNode, touched: set[str]) -> Item:
    names, item = {cells.grade_id(cell) for cell in tests}, cells.item_of(cells.grade_id(tests[0]))
    if not cells.is_test(tests[0]):
        return _item(tests, BY_HAND if names & touched else OPEN_ITEM)
    own = [cell for cell in notebook.cells if cells.grade_id(cell) in names]
    if len(own) != len(tests):
        return _item(
            tests, WRONG, "its test is not in your notebook once: get a fresh copy of the cell"
        )
    said = message_about(notebook, item)
    if item not in touched or said.kind == OPEN:
        return _item(tests, OPEN_ITEM)
    passes = all(determine_grade(cell)[0] == determine_grade(cell)[1] for cell in own)
    return _item(tests, PASSES if passes else WRONG, said.text)


def _not_tried(notebook: NotebookNode) -> set[str]:
    """The items with a test that was never run."""
    tests = [
        cell for cell in notebook.cells if cells.is_test(cell) and cell.execution_count is None
    ]
    return {cells.item_of(cells.grade_id(cell)) for cell in tests}


def _is_changed(cell: NotebookNode) -> bool:
    return cell.metadata.nbgrader.get("checksum") != compute_checksum(cell)
