"""Submissions collected from folders, zips and exports: what is taken, what is refused and said."""

import os
from datetime import datetime

import nbformat
import pytest
from nbformat import v4

from helpers.compose import answered, perfect_answers
from helpers.exports import reasons, submitted, zipped
from helpers.tiny_course import LESSON
from mlp_course.grading.collect import archive
from mlp_course.grading.collect.collect import collect, keep_remarks, remarks_in
from mlp_course.lessons.course import CONFIG, Course, GradingError


@pytest.fixture
def notebook(course) -> bytes:
    """A perfect submission."""
    return nbformat.writes(answered(course, LESSON, perfect_answers(course, LESSON))).encode()


@pytest.mark.parametrize("wrapped", ["", "export of today/"])
def test_plain_names(course, notebook, tmp_path, wrapped):
    files = {
        f"ada/{LESSON}/{LESSON}.ipynb": notebook,
        f"emmy/{LESSON}/data/x.csv": b"1",
        f"emmy/{LESSON}/a.txt": b"2",
    }
    found = collect(
        course, LESSON, zipped(tmp_path / "x.zip", {wrapped + name: c for name, c in files.items()})
    )
    assert found.students == found.changed == ["ada", "emmy"] and not found.refused
    assert submitted(course) == files
    again = collect(course, LESSON, tmp_path / "x.zip")
    assert again.students == ["ada", "emmy"] and not again.changed


def test_moodle_names(course, notebook, tmp_path):
    files = {
        f"Ada Lovelace_123_assignsubmission_file_/{LESSON}.ipynb": notebook,
        "Ada Lovelace_123_assignsubmission_file_/data.csv": b"1,2",
        "Zoë O'Neil_7_assignsubmission_file_my work.ipynb": notebook,
        "Max Müller_8_assignsubmission_onlinetext/onlinetext.html": b"<p>Here it is.",
        "README.txt": b"?",
    }
    found = collect(course, LESSON, zipped(tmp_path / "x.zip", files))
    assert found.students == ["Ada Lovelace_123", "Zoë O'Neil_7"]
    assert found.remarks == {"Zoë O'Neil_7": "handed in as my work.ipynb"}
    assert submitted(course) == {
        f"Ada Lovelace_123/{LESSON}/{LESSON}.ipynb": notebook,
        f"Ada Lovelace_123/{LESSON}/data.csv": b"1,2",
        f"Zoë O'Neil_7/{LESSON}/{LESSON}.ipynb": notebook,
    }
    assert set(reasons(found)) == {
        "Max Müller_8_assignsubmission_onlinetext/onlinetext.html",
        "README.txt",
    }
    assert reasons(found)["README.txt"].startswith(f"whose is it? Put it into STUDENT/{LESSON}/")


def test_canvas_names_and_the_newest_of_several(course, notebook, tmp_path):
    other = nbformat.writes(v4.new_notebook(cells=[v4.new_code_cell("1")])).encode()
    files = {
        f"lovelaceada_123_900_{LESSON}.ipynb": other,
        f"lovelaceada_LATE_123_1001_{LESSON}-1.ipynb": notebook,
        "noetheremmy_124_902_homework.ipynb": other,
        f"kochhelge_125_903_{LESSON}.ipynb": notebook[:200],
    }
    found = collect(course, LESSON, zipped(tmp_path / "x.zip", files))
    assert found.late == ["lovelaceada_123"]
    assert submitted(course)[f"lovelaceada_123/{LESSON}/{LESSON}.ipynb"] == notebook
    assert "2 notebooks" in found.remarks["lovelaceada_123"]
    assert "holds no cell of this lesson" in found.remarks["noetheremmy_124"]
    assert (
        "kochhelge_125" in found.students and "kochhelge_125" not in found.remarks
    )  # grading says what is wrong
    keep_remarks(tmp_path / "notes", found)
    assert remarks_in(tmp_path / "notes")["lovelaceada_123"]["late"] is True


def test_of_two_attempts_the_newest_counts(course, notebook, tmp_path):
    for attempt, hour in (("first", 9), ("second", 11), ("a third", 10)):
        path = tmp_path / "in" / attempt / "ada" / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook + b" " * hour)
        moment = datetime(2026, 11, 20, hour).timestamp()
        os.utime(path, (moment, moment))
    found = collect(course, LESSON, tmp_path / "in")
    assert found.remarks == {
        "ada": "handed in 3 times (a third/ada, first/ada, second/ada), "
        "the newest counts: second/ada"
    }
    assert submitted(course)[f"ada/{LESSON}/{LESSON}.ipynb"] == notebook + b" " * 11
    copy = course.folder("submitted") / "ada" / LESSON / f"{LESSON}.ipynb"
    assert (
        datetime.fromtimestamp(copy.stat().st_mtime).hour == 11
    )  # so that a deadline can be held against it


def test_what_leads_outside_or_is_no_file_is_refused(course, notebook, tmp_path):
    files = {
        f"ada/{LESSON}/{LESSON}.ipynb": notebook,
        f"ada/{LESSON}/../../../escaped.txt": b"!",
        f"/ada/{LESSON}/absolute.txt": b"!",
        f"ada/{LESSON}/link": b"/etc/passwd",
        f"C:/ada/{LESSON}/drive.txt": b"!",
        f"ada/{LESSON}/back\\..\\slash.txt": b"!",
        ".": b"!",
        f".hidden/{LESSON}/{LESSON}.ipynb": notebook,
        f"li\nne/{LESSON}/{LESSON}.ipynb": notebook,
        f"{'x' * 200}/{LESSON}/{LESSON}.ipynb": notebook,
        "__MACOSX/ada/._x": b"",
        f"ada/{LESSON}/.DS_Store": b"",
    }
    before = set(tmp_path.rglob("*"))
    found = collect(
        course, LESSON, zipped(tmp_path / "x.zip", files, links=(f"ada/{LESSON}/link",))
    )
    assert found.students == ["ada"]
    assert len(found.refused) == 9
    assert submitted(course) == {f"ada/{LESSON}/{LESSON}.ipynb": notebook}
    new = {path for path in set(tmp_path.rglob("*")) - before if "submitted" not in str(path)}
    assert new == {tmp_path / "x.zip"}


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of Unix")
def test_links_and_pipes_in_a_folder_are_refused(course, notebook, tmp_path):
    folder = tmp_path / "in" / "ada" / LESSON
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").symlink_to("/etc/passwd")
    (folder / "all").symlink_to("/")
    os.mkfifo(folder / "pipe")
    (tmp_path / "in" / "emmy" / LESSON).mkdir(parents=True)
    found = collect(course, LESSON, tmp_path / "in")
    assert not found.students and not submitted(course)
    assert sorted(reasons(found).values()) == [
        "is a link",
        "is a link",
        "is an empty folder",
        "is no plain file",
    ]


def test_zips_inside_a_submission_are_opened_and_bombs_are_not(
    course, notebook, tmp_path, monkeypatch
):
    monkeypatch.setattr(archive, "LARGEST", 1_000_000)

    def inner(files: dict[str, bytes]) -> bytes:
        return zipped(tmp_path / "inner.zip", files).read_bytes()

    files = {
        "Ada_1_assignsubmission_file_/all.zip": inner(
            {f"work/{LESSON}.ipynb": notebook, "work/x.csv": b"1"}
        ),
        "Bomb_2_assignsubmission_file_/all.zip": inner({f"{LESSON}.ipynb": b"0" * 2_000_000}),
        "Many_3_assignsubmission_file_/all.zip": inner(
            {f"{n}.csv": b"0" * 600_000 for n in range(3)}
        ),
        "Slip_4_assignsubmission_file_/all.zip": inner({f"../../{LESSON}.ipynb": notebook}),
        "Broken_5_assignsubmission_file_/all.zip": b"PK\x03\x04 and nothing more",
    }
    found = collect(course, LESSON, zipped(tmp_path / "x.zip", files))
    assert found.students == ["Ada_1"]
    assert submitted(course) == {
        f"Ada_1/{LESSON}/{LESSON}.ipynb": notebook,
        f"Ada_1/{LESSON}/x.csv": b"1",
    }
    said = sorted(reasons(found).values())
    assert len(said) == 4 and "cannot be unpacked" in said[0]
    assert sum("larger" in reason or "more than" in reason for reason in said) == 2


def test_a_damaged_member_costs_only_that_student(course, notebook, tmp_path):
    path = zipped(
        tmp_path / "x.zip",
        {f"{name}/{LESSON}/{LESSON}.ipynb": notebook for name in ("ada", "emmy")},
    )
    content = bytearray(path.read_bytes())
    content[150:160] = b"\xff" * 10
    path.write_bytes(content)
    found = collect(course, LESSON, path)
    assert found.students == ["emmy"] and "cannot be read" in next(iter(reasons(found).values()))


def test_other_lessons_are_passed_over_and_other_names_are_not(course, notebook, tmp_path):
    source = course.source(LESSON)
    other = source.parents[1] / "01-other" / "01-other.ipynb"
    other.parent.mkdir()
    other.write_bytes(source.read_bytes())
    files = {
        "ada/01-other/01-other.ipynb": notebook,
        f"{LESSON}.ipynb": notebook,
        "ada.ipynb": notebook,
    }
    found = collect(course, LESSON, zipped(tmp_path / "x.zip", files))
    assert set(reasons(found)) == {f"{LESSON}.ipynb", "ada.ipynb"}


def test_a_dry_run_and_a_file_that_is_no_zip_write_nothing(course, notebook, tmp_path):
    path = zipped(tmp_path / "x.zip", {f"ada/{LESSON}/{LESSON}.ipynb": notebook})
    assert collect(course, LESSON, path, dry=True).changed == ["ada"]
    assert not submitted(course)
    with pytest.raises(GradingError, match="neither a folder nor a zip"):
        collect(course, LESSON, course.source(LESSON))
    with pytest.raises(GradingError, match="no folder or zip"):
        collect(course, LESSON, tmp_path / "nowhere")


def test_submissions_of_another_course_are_not_taken_into_this_one(course, notebook, tmp_path):
    other = tmp_path / "sample"
    zipped_there = other / "x.zip"
    other.mkdir()
    zipped(zipped_there, {f"ada/{LESSON}/{LESSON}.ipynb": notebook})
    (other / CONFIG).write_text("")
    with pytest.raises(GradingError, match=r"belongs to the course in .*sample: add --course "):
        collect(course, LESSON, zipped_there)
    assert not submitted(course)
    inner = Course(
        course.root / "inner"
    )  # what lies in the real course may be tried in a course inside it
    inner.root.mkdir()
    for name in (CONFIG, "solutions", "notebooks"):
        (inner.root / name).symlink_to(course.root / name)
    assert collect(
        inner, LESSON, zipped(course.root / "x.zip", {f"ada/{LESSON}/{LESSON}.ipynb": notebook})
    ).students
