"""Sample submissions of the real lessons, graded as an instructor would: the marks each must get.

`tests/submissions/<lesson>.csv` says what a student's answers are: those of the solution, those of
the release (open), or the first right or the first wrong answer to every item in `tests/answers/`.
Texts count 0 until someone marks them.
"""

import csv
import shutil

import pytest

from helpers import ROOT
from helpers.compose import answered, hand_in, perfect_answers
from helpers.tiny_course import REPOSITORY
from mlp_course.commands import grade as grade_verb
from mlp_course.grading.jobs import gradebook
from mlp_course.lessons.course import CONFIG, Course

TESTS = ROOT / "tests"
LESSONS = sorted(path.stem for path in (TESTS / "submissions").glob("*.csv"))
KINDS = {"perfect", "untouched", "typical-wrong", "alternative-right"}


def expected(lesson: str) -> dict[str, dict[str, str]]:
    """The table of marks, by student."""
    with (TESTS / "submissions" / f"{lesson}.csv").open() as table:
        return {row["student"]: row for row in csv.DictReader(table)}


def typed(lesson: str, kind: str) -> dict[str, str]:
    """The first answer of this kind (accept or reject) to every item of the bank."""
    files = sorted((TESTS / "answers" / lesson).glob(f"*.{kind}.*.py"), reverse=True)
    return {path.name.split(".")[0]: path.read_text(encoding="utf-8") for path in files}


@pytest.fixture(scope="module", params=LESSONS)
def marks(request, tmp_path_factory) -> tuple[str, dict[str, dict[str, str]]]:
    """All sample submissions of one lesson, graded: its name and the rows of the marks CSV."""
    lesson, root = request.param, tmp_path_factory.mktemp("course")
    shutil.copy(REPOSITORY / CONFIG, root)
    for folder in ("solutions", "notebooks"):
        shutil.copytree(REPOSITORY / folder / lesson, root / folder / lesson)
    course = Course(root)
    for student, row in expected(lesson).items():
        answers = perfect_answers(course, lesson) if row["answers"] != "release" else {}
        if row["answers"] in ("accept", "reject"):
            answers |= typed(lesson, row["answers"])
        hand_in(course, lesson, student, answered(course, lesson, answers))
    assert grade_verb.main([lesson, "--course", str(root)]) == 0
    with (root / "grading" / "marks" / f"{lesson}.csv").open() as table:
        return lesson, {row["student"]: row for row in csv.DictReader(table)}


def test_everybody_gets_the_expected_marks(marks):
    lesson, rows = marks
    items = gradebook.items(Course(REPOSITORY), lesson)
    assert list(next(iter(expected(lesson).values()))) == ["student", "answers", *items, "total"]
    for student, wanted in expected(lesson).items():
        assert {name: rows[student][name] for name in wanted if name != "answers"} == {
            name: mark for name, mark in wanted.items() if name != "answers"
        }, student


def test_there_is_one_of_each_kind(marks):
    assert set(marks[1]) == KINDS


def test_every_lesson_has_sample_submissions():
    assert (
        sorted(path.parent.name for path in (REPOSITORY / "solutions").glob("*/*.ipynb")) == LESSONS
    )


def test_nobody_was_repaired_or_stopped(marks):
    assert {row["remarks"] for row in marks[1].values()} == {""}
