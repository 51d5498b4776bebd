"""What of a lesson the judge runs: its tests, the demonstrations that these need, whose names are
the student's."""

import nbformat
from nbformat import NotebookNode

from mlp_course.grading.judge.testing import Plan, Step
from mlp_course.grading.run.imports import imported
from mlp_course.grading.run.needed import NAMES_STUDENT, needed_by
from mlp_course.lessons import cells
from mlp_course.lessons.name_use import NameUse, names_of

STUDENT = "student"  # the name that statements and numbers are drawn for


def plan_of(lesson: NotebookNode, submission: NotebookNode, item: str = "") -> Plan:
    """The plan for a lesson, as its source has it; only for the tests of `item`, if one is given.

    The tests are those of the submission, into which the gradebook's have been put: the source may
    have been changed since. Raises ValueError if the lesson has no such item.
    """
    # 1. the lesson without answers, with the tests of the submission
    bare = without_answers(lesson)
    given = {}
    for cell in submission.cells:
        if cells.is_test(cell):
            given[cells.grade_id(cell)] = cell.source
    for cell in bare.cells:
        name = cells.grade_id(cell)
        if cells.is_test(cell) and name in given:
            cell.source = given[name]
    tests = _tests(bare, item)
    if item and not tests:
        raise ValueError(f"there is no item called '{item}'")

    # 2. the names that are the student's
    names = {STUDENT}
    for head, whole in zip(bare.cells, lesson.cells, strict=True):
        if cells.is_answer(head) and head.cell_type == "code":
            # A head alone may be no Python: a function of which all is to be written.
            use = names_of(head.source) or names_of(whole.source) or NameUse()
            names |= use.made

    # 3. the cells that are run
    steps = []
    last = max(tests, default=0)
    needed = needed_by(bare, set(tests), last, below=False)
    for place in sorted(needed):
        cell = bare.cells[place]
        if not cells.is_answer(cell):
            name = cells.grade_id(cell) if place in tests else ""
            steps.append(Step(cell.source, place, name))
    return Plan(steps, sorted(names), imported(lesson))


def without_answers(lesson: NotebookNode) -> NotebookNode:
    """The lesson with nothing but the heads of its answers, and no name of a student."""
    bare = nbformat.from_dict(lesson)
    for cell in cells.code_cells(bare):
        if cells.is_answer(cell):
            cell.source = cells.outside(cell.source, cells.BEGIN_SOLUTION, cells.END_SOLUTION)
        else:
            cell.source = NAMES_STUDENT.sub("", cell.source)
    return bare


def _tests(lesson: NotebookNode, item: str) -> list[int]:
    """Places of the tests: all, or those of an item."""
    found = []
    for place, cell in enumerate(lesson.cells):
        if not cells.is_test(cell):
            continue
        name = cells.grade_id(cell)
        if item in ("", cells.item_of(name)):
            found.append(place)
    return found
