"""What a student has so far: points by the visible tests, as Validate would judge; what is open."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from mlp_course.grading.feedback.listing import NOT_YET, OPEN_ITEM, PASSES, WRITTEN, Row
from mlp_course.grading.feedback.messages import OPEN, message_about
from mlp_course.grading.points.own_copy import execute, read_copy, restore_tests
from mlp_course.grading.steps.gradebook_steps import is_untouched
from mlp_course.lessons import cells
from mlp_course.lessons.start.minutes import minutes_of
from mlp_course.lessons.titles import title_of, titles

NOT_BEGUN = "not begun"
WRONG = NOT_YET
BY_HAND = WRITTEN
NOT_ALL = "It passes some, but not all, of its test."
INSTRUCTOR = "Your instructor reads it and gives the points."
LOST_TEST = "Its test is not in your notebook once: get a fresh copy of the cell."


@dataclass(frozen=True)
class Item:
    """One exercise of one lesson: its points, how it stands, and what the test says."""

    name: str
    points: float
    state: str
    message: str = ""
    title: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in (OPEN_ITEM, WRONG)

    @property
    def row(self) -> Row:
        """The item in the list."""
        earned = {PASSES: self.points, WRONG: 0.0}
        said = INSTRUCTOR if self.state == BY_HAND else self.message
        return Row(
            self.name,
            self.title or self.name,
            self.state,
            self.points,
            earned.get(self.state),
            said,
        )


@dataclass(frozen=True)
class Standing:
    """A lesson: its items, the minutes it takes (None if it does not say), why it is not read."""

    lesson: str
    items: list[Item] = field(default_factory=list)
    minutes: float | None = None
    problem: str = ""

    def points(self, *states: str) -> float:
        """Points of the items in these states, or of all."""
        items = self.items
        if states:
            items = [item for item in items if item.state in states]
        return sum(item.points for item in items)

    @property
    def minutes_left(self) -> float | None:
        """The lesson's minutes, in proportion to the points that are open."""
        most = self.points()
        if self.minutes is None or not most:
            return self.minutes
        left = self.points(OPEN_ITEM, WRONG)
        return self.minutes * left / most


def standing(
    lesson: str,
    released: Path,
    own: Path,
    run: bool = True,
) -> Standing:
    """How the notebook `own` stands, judged by the tests of the `released` one.

    It is run if anything in it is answered, or, without `run`, judged by the outputs that it was
    saved with.
    """
    given = nbformat.read(released, as_version=4)
    minutes = minutes_of(given)
    if not own.is_file():
        items = [_item(tests, OPEN_ITEM) for tests in _items(given)]
        return Standing(lesson, _titled(items, given), minutes, _not_begun(own))
    try:
        notebook = read_copy(own)
    except Exception as error:
        # Whatever is in the file
        kind = type(error).__name__
        problem = f"{own.name} cannot be read ({kind})"
        return Standing(lesson, minutes=minutes, problem=problem)

    restore_tests(notebook, given)
    touched = answered_in(notebook)
    # Running takes a while: where no code is answered, there is nothing to find out.
    if not run:
        touched -= _not_tried(notebook)
    elif _is_code(notebook, touched):
        execute(notebook, own.parent)
    return Standing(lesson, judged(given, notebook, touched), minutes)


def answered_in(notebook: NotebookNode) -> set[str]:
    """The names of the answers that are no longer as they were handed out."""
    found = set()
    for cell in notebook.cells:
        if cells.is_answer(cell) and not is_untouched(cell):
            found.add(cells.grade_id(cell))
    return found


def judged(given: NotebookNode, notebook: NotebookNode, touched: set[str]) -> list[Item]:
    """How the items of the lesson that was `given` stand in a notebook that was run.

    `touched` are the names of the answers in it that count as answered.
    """
    # A test that belongs to no answer cell judges what stands anywhere.
    answered = {cells.grade_id(cell) for cell in given.cells if cells.is_answer(cell)}
    items = []
    for tests in _items(given):
        name = _item_name(tests[0])
        touched = touched if name in answered else touched | {name}
        items.append(_judged(tests, notebook, touched))
    return _titled(items, given)


def _titled(items: list[Item], given: NotebookNode) -> list[Item]:
    """The items, called as the lesson calls them."""
    known = titles(given)
    return [replace(item, title=title_of(known, item.name)) for item in items]


def _not_begun(own: Path) -> str:
    """What to say where there is no copy; another notebook there may be one that was renamed."""
    others = sorted(path.name for path in own.parent.glob("*.ipynb"))
    if not others:
        return NOT_BEGUN
    names = ", ".join(others)
    return f"{NOT_BEGUN} (not counted for its name: {names})"


def _items(given: NotebookNode) -> Iterable[list[NotebookNode]]:
    """The cells that mark one item each, in the order of the lesson."""
    found: dict[str, list[NotebookNode]] = {}
    for cell in given.cells:
        if cells.has_points(cell) or cells.is_task(cell):
            tests = found.setdefault(_item_name(cell), [])
            # A copy of a test is none, where a student's notebook stands for the lesson.
            if cells.grade_id(cell) not in map(cells.grade_id, tests):
                tests.append(cell)
    return found.values()


def _item_name(test: NotebookNode) -> str:
    """The item that a cell marks."""
    return cells.item_of(cells.grade_id(test))


def _item(tests: list[NotebookNode], state: str, message: str = "") -> Item:
    """The item that `tests` mark, in this state."""
    points = 0
    for cell in tests:
        about = cells.about(cell)
        points += about.get("points", 0)
    name = _item_name(tests[0])
    return Item(name, points, state, message)


def _judged(
    tests: list[NotebookNode],
    notebook: NotebookNode,
    touched: set[str],
) -> Item:
    """How the item that `tests` mark stands in the student's notebook."""
    names = {cells.grade_id(cell) for cell in tests}
    first = tests[0]
    if not cells.is_test(first):
        state = BY_HAND if names & touched else OPEN_ITEM
        return _item(tests, state)
    # A test that was deleted, or copied, cannot be judged by.
    own = [cell for cell in notebook.cells if cells.grade_id(cell) in names]
    if len(own) != len(tests):
        return _item(tests, WRONG, LOST_TEST)
    item = _item_name(first)
    said = message_about(notebook, item)
    if item not in touched or said.kind == OPEN:
        return _item(tests, OPEN_ITEM)
    passes = all(_has_all_points(cell) for cell in own)
    if passes:
        return _item(tests, PASSES)
    return _item(tests, WRONG, said.text or NOT_ALL)


def _has_all_points(test: NotebookNode) -> bool:
    """Whether a test that was run gives all it can."""
    points, most = determine_grade(test)
    return points == most


def _not_tried(notebook: NotebookNode) -> set[str]:
    """The items with a test that was never run."""
    found = set()
    for cell in notebook.cells:
        if cells.is_test(cell) and cell.execution_count is None:
            found.add(_item_name(cell))
    return found


def _is_code(notebook: NotebookNode, touched: set[str]) -> bool:
    """Whether one of the answers is code, and there is something to run."""
    return any(cells.grade_id(cell) in touched for cell in cells.code_cells(notebook))
