"""The tiny lesson, graded through the command an instructor types, and its table of marks."""

import csv

import pytest

from helpers.running import patience
from helpers.tiny_course import LESSON
from mlp_course.commands import grade as grade_verb
from mlp_course.grading.reader import Reader
from mlp_course.lessons.course import Course

TIMEOUT = 6  # s for a cell, on a machine that does nothing else


def grade(course: Course, *arguments: str) -> int:
    """Grade the tiny lesson of `course`."""
    options = ["--course", str(course.root), "--timeout", str(round(patience(TIMEOUT)))]
    return grade_verb.main([LESSON, *options, *arguments])


def table(course: Course) -> dict[str, dict]:
    """The marks CSV, by student."""
    path = course.root / "grading" / "marks" / f"{LESSON}.csv"
    return {row["student"]: row for row in csv.DictReader(path.read_text().splitlines())}


def read_here(patch: pytest.MonkeyPatch) -> None:
    """Let what students wrote be read in this process, where a test can break the steps."""
    patch.setattr(Reader, "read", lambda _, function, *arguments: function(*arguments))
