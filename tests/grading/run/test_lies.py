"""Lies to the judge, graded in one class with honest students.

None earns a point, none touches anybody else, and no page tells what a hidden test asked.
"""

import csv
import html
import os
import re

import pytest

from helpers.adversaries import FULL, RIGHT, WRONG, fared
from helpers.compose import answered, hand_in, perfect_answers
from helpers.lies import ALL, HONEST, LIES, MANGLED, TOLD
from helpers.tiny_course import LESSON, copy_of
from mlp_course.commands import grade as grade_verb
from mlp_course.grading.run import sandbox
from mlp_course.lessons.course import Course

HONEST_STUDENTS = [f"honest {number:02}" for number in range(10)]
# Whoever sleeps is waited for no longer than answers may compute.
SETTINGS = "\nc.JudgedExecutor.slack = 4\n"
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="files and signals of Unix"),
    pytest.mark.skipif(bool(sandbox.missing()), reason="what is left behind needs a sandbox"),
]


def hand_in_everything(course: Course) -> None:
    """Every lie, and between them honest students."""
    right = perfect_answers(course, LESSON)
    for name, lie in ALL.items():
        notebook = answered(course, LESSON, right | lie.answers)
        if lie.change:
            lie.change(notebook)
        hand_in(course, LESSON, name, notebook)
    for number, name in enumerate(HONEST_STUDENTS):
        typed = {"mean": RIGHT} if number % 2 else {"mean": WRONG}
        hand_in(course, LESSON, name, answered(course, LESSON, right | typed))


@pytest.fixture(scope="module")
def graded(template, tmp_path_factory) -> tuple[Course, dict[str, dict]]:
    """The course, and the rows of the marks CSV by student."""
    course = copy_of(template, tmp_path_factory.mktemp("lies") / "course")
    with (course.root / "nbgrader_config.py").open("a") as settings:
        settings.write(SETTINGS)
    hand_in_everything(course)
    assert grade_verb.main([LESSON, "--course", str(course.root), "--timeout", "4"]) == 0
    path = course.root / "grading" / "marks" / f"{LESSON}.csv"
    with path.open(newline="") as table:
        return course, {row["student"]: row for row in csv.DictReader(table)}


def test_there_are_enough_of_them():
    assert len(LIES) + len(MANGLED) >= 40


@pytest.mark.parametrize("name", LIES | MANGLED)
def test_no_lie_earns_a_point(graded, name):
    lie = ALL[name]
    points, remarks = fared(graded[1][name])
    for got, wanted in zip(points, lie.marks, strict=True):
        assert got in (wanted if isinstance(wanted, set) else {wanted}), (points, remarks)
    assert re.search(lie.says, remarks), remarks


@pytest.mark.parametrize("name", HONEST)
def test_unusual_answers_that_are_right_have_their_points(graded, name):
    points, remarks = fared(graded[1][name])
    assert points == FULL, remarks


@pytest.mark.parametrize("name", ALL)
def test_no_page_tells_what_was_asked(graded, name):
    course, _ = graded
    page = course.folder("feedback") / name / LESSON / f"{LESSON}.html"
    text = html.unescape(re.sub("<[^>]*>", "", page.read_text(encoding="utf-8")))
    assert not re.search(TOLD, text)


@pytest.mark.parametrize("name", HONEST_STUDENTS)
def test_nobody_else_is_touched(graded, name):
    number = HONEST_STUDENTS.index(name)
    assert fared(graded[1][name]) == (FULL if number % 2 else (0, *FULL[1:]), "")
