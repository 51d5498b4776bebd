"""The tiny course, released and known to its gradebook, to be copied by each test."""

from pathlib import Path

import pytest

from helpers import tiny_course
from mlp_course.commands import release as release_verb
from mlp_course.grading.jobs import gradebook
from mlp_course.lessons.course import Course


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Course:
    """Made once; tests change copies of it only."""
    course = tiny_course.make(tmp_path_factory.mktemp("template"))
    assert release_verb.main(["--course", str(course.root)]) == 0
    gradebook.register(course, tiny_course.LESSON)
    return course


@pytest.fixture
def course(template: Course, tmp_path: Path) -> Course:
    """A tiny course of the test's own."""
    return tiny_course.copy_of(template, tmp_path / "course")
