"""Every test cell is one exercise of its lesson's package, and says of it what stands there."""

import ast
import importlib
import re

import nbformat
import pytest

from helpers import ROOT
from mlp_course.checks.exercise import Exercise
from mlp_course.lessons import cells

PACKAGES = {
    "01-symmetry": "symmetry",
    "02-descriptors": "descriptors",
    "03-neural-network-potentials": "networks",
    "04-training-validation": "training",
    "05-mace": "mace",
    "06-md-ionic-conductivity": "conductivity",
    "07-quiz": "exam",
}
LESSONS = {path.stem: path for path in sorted(ROOT.glob("solutions/*/*.ipynb"))}
HEADING = re.compile(r"^#{3,4} (.+?) \((\d+) points?\)$", re.MULTILINE)
QUESTION = re.compile(r"^### (Question \d+)", re.MULTILINE)
LINES = 3  # of a test cell that students see, at most


def exercises_of(lesson) -> tuple[Exercise, ...]:
    return importlib.import_module(f"mlp_course.exercises.{PACKAGES[lesson]}").IN_ORDER


ALL = [(lesson, exercise) for lesson in PACKAGES for exercise in exercises_of(lesson)]
every_lesson = pytest.mark.parametrize("lesson", PACKAGES)
every_exercise = pytest.mark.parametrize(
    ("lesson", "exercise"), ALL, ids=[f"{lesson[:2]}-{one.name}" for lesson, one in ALL]
)


def notebook_of(lesson):
    return nbformat.read(LESSONS[lesson], as_version=4)


def test_cells_of(lesson):
    """Item and test cell, in the order of the lesson."""
    tests = filter(cells.is_test, notebook_of(lesson).cells)
    return {cells.item_of(cells.grade_id(cell)): cell for cell in tests}


test_cells_of.__test__ = False


def visible(cell) -> str:
    return cells.outside(cell.source, cells.BEGIN_HIDDEN, cells.END_HIDDEN)


def titles_of(lesson):
    """Item -> title and points, as the headings say that stand above its answer."""
    found = {}
    question = ""
    heading = ("", 0)
    for cell in notebook_of(lesson).cells:
        if cell.cell_type == "markdown":
            for match in re.finditer(r"^#.*$", cell.source, re.MULTILINE):
                line = match[0]
                if QUESTION.match(line):
                    question = QUESTION.match(line)[1]
                if HEADING.match(line):
                    title, points = HEADING.match(line).groups()
                    if line.startswith("#### "):
                        title = f"{question}: {title[0].lower()}{title[1:]}"
                    heading = (title, int(points))
        if cells.is_answer(cell):
            found[cells.grade_id(cell)] = heading
    return found


@every_lesson
def test_the_package_has_the_lessons_exercises_in_its_order(lesson):
    assert [one.name for one in exercises_of(lesson)] == list(test_cells_of(lesson))


@every_exercise
def test_title_and_points_are_those_of_the_lesson(lesson, exercise):
    title, points = titles_of(lesson)[exercise.name]
    assert exercise.title == title
    assert exercise.points == points
    assert cells.points(test_cells_of(lesson)[exercise.name]) == points


@every_exercise
def test_a_test_cell_is_one_call(lesson, exercise):
    source = visible(test_cells_of(lesson)[exercise.name])
    docstring, call = ast.parse(source).body
    assert isinstance(docstring.value, ast.Constant)
    assert ast.unparse(call).startswith(f"exercise.{exercise.name}.check({exercise.name}")
    assert len(source.strip().splitlines()) <= LINES


@every_exercise
def test_what_is_hidden_are_only_fresh_numbers(lesson, exercise):
    source = test_cells_of(lesson)[exercise.name].source
    hidden = cells.inside(source, cells.BEGIN_HIDDEN, cells.END_HIDDEN)
    if exercise.told_later:
        assert hidden[-1].startswith("float(")
        return
    if not exercise.draws:
        assert hidden == []
        return
    (line,) = hidden
    call = ast.parse(line).body[0].value
    assert ast.unparse(call.func) == f"exercise.{exercise.name}.check"
    (keyword,) = call.keywords
    fresh = ast.literal_eval(keyword.value)
    assert keyword.arg == "seeds" and fresh
    assert not set(fresh) & set(exercise.seeds)


@every_exercise
def test_there_are_three_hints_and_none_is_said_twice(lesson, exercise):
    assert len(exercise.hints) == 3
    assert len(set(exercise.hints)) == 3
    where = exercise.hints[-1] + exercise.hints[-2]
    assert all(len(hint) > 3 for hint in exercise.hints), where


@every_lesson
def test_the_first_cell_counts_the_points(lesson):
    notebook = notebook_of(lesson)
    first = notebook.cells[0].source
    total, at_once = re.search(
        r"The exercises give\s+(\d+)\s+points: (\d+) of them tell you at once", first
    ).groups()
    told = sum(one.points for one in exercises_of(lesson) if not one.told_later)
    every = sum(cells.points(cell) for cell in notebook.cells if cells.has_points(cell))
    assert (int(total), int(at_once)) == (every, told)


def test_seven_lessons_have_ninety_three_tests():
    assert len(ALL) == sum(len(test_cells_of(lesson)) for lesson in LESSONS)
    assert set(PACKAGES) == set(LESSONS)
