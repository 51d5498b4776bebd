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
from mlp_course import cli
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


LINK = re.compile(r"\]\(([^):]+)\)|\{doc\}`([^`]+)`")


def dead_links(folder) -> list[str]:
    """Links of the pages students read to what is not in their folder."""
    dead = []
    for page in (folder / "README.md", folder / "book" / "how-to-use.md"):
        for found in LINK.findall(page.read_text(encoding="utf-8")):
            name = "".join(found)
            if not (folder / name).exists() and not (page.parent / name).exists():
                dead.append(f"{page.name}: {name}")
    return dead


def test_the_readme_is_for_students_and_names_nothing_that_is_not_there(given):
    assert dead_links(given) == []
    readme = (given / "README.md").read_text(encoding="utf-8")
    assert "book/_static/pipeline.svg" in readme and "book/how-to-use.md" in readme
    assert "nstructor" in readme and "solutions" not in readme and "## You are" not in readme
    called = set(re.findall(r"course\.py ([a-z]+)", readme))
    assert called == {"lab", "report", "update", "doctor"}
    assert not [verb for verb in called if cli.VERBS[verb].needs]


def test_a_dead_link_is_seen(given):
    page = given / "book" / "how-to-use.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(before + "see {doc}`instructors` and [it](nowhere.md)", encoding="utf-8")
    assert dead_links(given) == ["how-to-use.md: instructors", "how-to-use.md: nowhere.md"]
    page.write_text(before, encoding="utf-8")


def test_students_are_shown_the_verbs_that_they_can_use(given):
    variables = os.environ | {"PYTHONPATH": str(given)}
    command = [sys.executable, "-m", "mlp_course.cli"]
    done = subprocess.run(command, cwd=given, env=variables, capture_output=True, text=True)
    verbs = re.findall(r"^    mlp-course ([a-z]+)", done.stdout, re.MULTILINE)
    assert verbs == [name for name, verb in cli.VERBS.items() if not verb.needs]
    assert {"lab", "update", "doctor", "report"} <= set(verbs)


def test_the_site_goes_with_it_if_it_was_built(course, tmp_path):
    for name in set(NEEDED) - {CONFIG}:
        (course.root / name).write_text("")
    held = {}
    for is_built in (False, True):
        if is_built:
            (course.root / "_build" / "html").mkdir(parents=True)
            (course.root / "_build" / "html" / "index.html").write_text("pages")
        zipped = tmp_path / f"{is_built}.zip"
        write_handout(course, zipped)
        with zipfile.ZipFile(zipped) as archive:
            readme = archive.read(f"{FOLDER}/README.md").decode()
            held[is_built] = f"{FOLDER}/site/index.html" in archive.namelist()
        assert ("site/index.html" in readme) == held[is_built] == is_built


def test_the_zip_is_not_committed(given):
    assert "/*.zip" in (REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()


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


def test_what_cannot_be_handed_out_is_said_first_and_nothing_is_overwritten(
    course, tmp_path, capsys
):
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
    assert not course.folder("release").exists()
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
