"""Sample submissions of the real lessons, graded as an instructor would, and the marks each must get.

`tests/submissions/<lesson>/<student>/<item>.py` is what the student typed for that item; the other answers are
those of the release (open) or of the solution, as `expected.csv` says. Text answers count 0 until someone marks them.
"""

import csv
import shutil
from pathlib import Path

import pytest
from compose import answered, hand_in, perfect_answers
from tiny_course import REPOSITORY

from mlp_course.grading import command, gradebook
from mlp_course.grading.course import CONFIG, Course

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
LESSONS = sorted(path.parent.name for path in SUBMISSIONS.glob("*/expected.csv"))
KINDS = {"perfect", "untouched", "typical-wrong", "alternative-right"}


def expected(lesson: str) -> dict[str, dict[str, str]]:
    """The table of marks, by student."""
    with (SUBMISSIONS / lesson / "expected.csv").open() as table:
        return {row["student"]: row for row in csv.DictReader(table)}


@pytest.fixture(scope="module", params=LESSONS)
def marks(request, tmp_path_factory) -> tuple[str, dict[str, dict[str, str]]]:
    """All sample submissions of one lesson, graded: the lesson's name and the rows of the marks CSV."""
    lesson, root = request.param, tmp_path_factory.mktemp("course")
    shutil.copy(REPOSITORY / CONFIG, root)
    for folder in ("solutions", "notebooks"):
        shutil.copytree(REPOSITORY / folder / lesson, root / folder / lesson)
    course = Course(root)
    for student, row in expected(lesson).items():
        typed = {path.stem: path.read_text() for path in (SUBMISSIONS / lesson / student).glob("*.py")}
        before = perfect_answers(course, lesson) if row["starts from"] == "solution" else {}
        hand_in(course, lesson, student, answered(course, lesson, before | typed))
    assert command.grade([lesson, "--course", str(root)]) == 0
    with (root / "grading" / "marks" / f"{lesson}.csv").open() as table:
        return lesson, {row["student"]: row for row in csv.DictReader(table)}


def test_everybody_gets_the_expected_marks(marks):
    lesson, rows = marks
    items = gradebook.items(Course(REPOSITORY), lesson)
    assert list(next(iter(expected(lesson).values()))) == ["student", "starts from", *items, "total"]
    for student, wanted in expected(lesson).items():
        assert {name: rows[student][name] for name in wanted if name != "starts from"} == {
            name: mark for name, mark in wanted.items() if name != "starts from"
        }, student


def test_there_is_one_of_each_kind(marks):
    lesson, rows = marks
    assert set(rows) >= KINDS
    right, wrong = (set((SUBMISSIONS / lesson / kind).glob("*.py")) for kind in ("alternative-right", "typical-wrong"))
    assert len(right) >= 10 and len(wrong) >= 12


def test_nobody_was_repaired_or_stopped(marks):
    assert {row["remarks"] for row in marks[1].values()} == {""}
