"""The zip for students: it holds a course that works, and nothing of what they must not see."""

import os
import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest

from helpers.tiny_course import LESSON, REPOSITORY
from mlp_course.commands import release as release_verb
from mlp_course.lessons import cells
from mlp_course.lessons.course import CONFIG, Course, GradingError
from mlp_course.lessons.handout import FOLDER, NEEDED, write_handout
from mlp_course.lessons.secrets import fold, hidden_from_students

MARKS = (cells.BEGIN_HIDDEN, cells.BEGIN_SOLUTION, cells.BEGIN_SCHEME)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """What students have after unpacking."""
    folder = tmp_path_factory.mktemp("students")
    write_handout(Course(REPOSITORY), folder / "mlp.zip")
    with zipfile.ZipFile(folder / "mlp.zip") as archive:
        archive.extractall(folder)
    return folder / FOLDER


def test_no_answer_and_no_hidden_test_is_in_it(given):
    there = {path.relative_to(given).parts[0] for path in given.rglob("*")}
    assert not there & {"solutions", "tests", "grading", ".git", ".venv", "my-work", "sample"}
    assert not [
        path for path in given.rglob("*") if path.suffix in (".pyc", ".db") or path.name == "work"
    ]
    for path in sorted((REPOSITORY / "solutions").glob("*/*.ipynb")):
        source = nbformat.read(path, as_version=4)
        text = fold(
            (given / "notebooks" / path.parent.name / path.name).read_text(encoding="utf-8")
        )
        assert not [mark for mark in MARKS if fold(mark) in text]
        assert hidden_from_students(source) and not [
            line for line in hidden_from_students(source) if line in text
        ], path


def test_what_the_readme_names_to_students_is_in_it(given):
    readme = (given / "README.md").read_text(encoding="utf-8")
    for_students, _, _ = readme.partition("## You are an instructor")
    named = re.findall(r"\]\(([^):]+)\)", for_students)
    assert {"book/_static/pipeline.svg", "book/how-to-use.md"} <= set(named)
    assert [name for name in named if not (given / name).exists()] == []


def test_a_student_can_begin_with_it(given, tmp_path):
    variables = os.environ | {"PYTHONPATH": os.pathsep.join([str(given), os.environ["PYTHONPATH"]])}
    lessons = given / "my-work"
    shutil.copytree(given / "notebooks", lessons)
    call = [sys.executable, "-m", "mlp_course.cli", "report", "01", "04"]
    done = subprocess.run(call, cwd=given, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "01-symmetry: 0 of 34 points so far" in done.stdout
    place = subprocess.run(
        [sys.executable, "-c", "import mlp_course; print(mlp_course.__file__)"],
        cwd=given,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert place.stdout.startswith(
        str(given)
    )  # it was not the library of this course that answered


def test_the_command_releases_first_and_overwrites_nothing(course, tmp_path, capsys):
    zipped = tmp_path / "out.zip"
    assert release_verb.main(["--course", str(course.root), "--hand-out", str(zipped)]) == 2
    assert "is not the complete course" in capsys.readouterr().err and not zipped.exists()
    for name in set(NEEDED) - {CONFIG}:
        (course.root / name).write_text("")
    os.utime(course.root / "LICENSE", (0, 0))  # as some systems date everything
    shutil.rmtree(course.folder("release"))
    assert (
        release_verb.main(
            ["--course", str(course.root), "--hand-out", str(tmp_path / "no" / "out.zip")]
        )
        == 2
    )
    assert f"There is no folder {tmp_path / 'no'}" in capsys.readouterr().err
    assert release_verb.main(["--course", str(course.root), "--hand-out", str(zipped)]) == 0
    assert f"for students: {zipped}" in capsys.readouterr().out
    with zipfile.ZipFile(zipped) as archive:
        assert f"{FOLDER}/notebooks/{LESSON}/{LESSON}.ipynb" in archive.namelist()
    before = zipped.read_bytes()
    assert release_verb.main(["--course", str(course.root), "--hand-out", str(zipped)]) == 2
    assert "is there already" in capsys.readouterr().err and zipped.read_bytes() == before


def test_the_password_of_a_gradebook_is_not_handed_out(course, tmp_path):
    for name in set(NEEDED) - {CONFIG}:
        (course.root / name).write_text("")
    with (course.root / CONFIG).open("a") as config:
        config.write("c.CourseDirectory.db_url = 'postgresql://me:s3cret@host/marks'\n")
    with pytest.raises(GradingError, match="password"):
        write_handout(course, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()
