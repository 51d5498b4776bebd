"""Making submissions: the released notebook with what a student typed into its answer cells."""

import copy
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from mlp_course.lessons import cells
from mlp_course.lessons.course import Course


def released(course: Course, lesson: str) -> NotebookNode:
    """The notebook a student starts from."""
    return nbformat.read(course.released(lesson), as_version=4)


def perfect_answers(course: Course, lesson: str) -> dict[str, str]:
    """What stands in the answer cells of the solution."""
    notebook = nbformat.read(course.source(lesson), as_version=4)
    return {cells.grade_id(cell): cell.source for cell in notebook.cells if cells.is_answer(cell)}


def answered(course: Course, lesson: str, answers: Mapping[str, str]) -> NotebookNode:
    """The released notebook with `answers` in the cells of those names."""
    notebook = copy.deepcopy(released(course, lesson))
    open_items = set(answers)
    for cell in notebook.cells:
        if cells.grade_id(cell) in open_items:
            cell.source = answers[cells.grade_id(cell)]
            open_items.remove(cells.grade_id(cell))
    assert not open_items, f"{lesson} has no answer cell called {', '.join(sorted(open_items))}"
    return notebook


def hand_in(course: Course, lesson: str, student: str, notebook: NotebookNode) -> Path:
    """Put the notebook where the instructor finds it."""
    path = course.root / "grading" / "submitted" / student / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path
