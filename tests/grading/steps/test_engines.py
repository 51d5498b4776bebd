"""All who open one gradebook share an engine, and nobody reads what lay there before."""

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from mlp_course.grading.steps.gradebook_steps import CachedGradebook


@pytest.fixture
def url(tmp_path) -> str:
    """Of a gradebook that knows Ada."""
    return with_student(tmp_path / "gradebook.db", "ada")


def with_student(path: Path, name: str) -> str:
    """Make a gradebook with one student; its URL."""
    url = f"sqlite:///{path.as_posix()}"
    with Gradebook(url) as gradebook:
        gradebook.add_student(name)
    return url


def students(gradebook: Gradebook) -> list[str]:
    """Who is in it; the connection is given back, and stays open."""
    found = [student.id for student in gradebook.students]
    gradebook.db.commit()
    return found


def test_all_who_open_a_gradebook_share_an_engine(url):
    with Gradebook(url) as first, Gradebook(url) as second:
        assert first.engine is second.engine is CachedGradebook(url).engine


def test_another_gradebook_has_another(url, tmp_path):
    other = with_student(tmp_path / "other.db", "grace")
    with Gradebook(url) as first, Gradebook(other) as second:
        assert students(first) == ["ada"] and students(second) == ["grace"]


def test_a_gradebook_put_in_the_place_of_another_is_read(url, tmp_path):
    first = Gradebook(url)
    assert students(first) == ["ada"]
    with_student(tmp_path / "other.db", "grace")
    (tmp_path / "other.db").replace(tmp_path / "gradebook.db")
    with Gradebook(url) as second:
        assert students(second) == ["grace"]
    first.close()


def test_whoever_opens_and_closes_it_leaves_the_others_in_peace(url):
    with Gradebook(url) as first:
        first.add_student("grace")
        with Gradebook(url) as second:
            assert students(second) == ["ada", "grace"]
        first.add_student("mary")
        assert students(first) == ["ada", "grace", "mary"]
