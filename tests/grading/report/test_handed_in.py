"""When something was handed in is what the export says, and nothing inside of it."""

import os
from datetime import datetime

import nbformat
import pytest

from helpers.compose import answered, hand_in, perfect_answers
from helpers.exports import zipped
from helpers.grading import grade, table
from helpers.tiny_course import LESSON

NOTEBOOK = f"{LESSON}.ipynb"
EARLY = (2026, 11, 1, 9, 0, 0)
LATE = (2026, 11, 22, 9, 0, 0)
DUE = ["--due", "2026-11-20", "--late-penalty", "10"]
BEFORE = b"2026-11-01 09:00:00 UTC"


@pytest.fixture
def notebook(course) -> bytes:
    """A perfect submission."""
    return nbformat.writes(answered(course, LESSON, perfect_answers(course, LESSON))).encode()


def late(course, tmp_path, files: dict[str, bytes], moment: tuple) -> str:
    """How late the only student is, whose export is of that moment."""
    path = zipped(tmp_path / "export.zip", files, moment=moment)
    assert grade(course, *DUE, "--submitted", str(path)) == 0
    [row] = table(course).values()
    return row["late"]


@pytest.mark.parametrize(
    "place", ["timestamp.txt", f"{LESSON}/timestamp.txt", "work/timestamp.txt"]
)
def test_a_time_stamp_of_the_students_own_says_nothing(course, notebook, tmp_path, place):
    folder = "Ada_1_assignsubmission_file_"
    files = {f"{folder}/{NOTEBOOK}": notebook, f"{folder}/{place}": BEFORE}
    assert late(course, tmp_path, files, LATE) == "1 d 09:00"
    assert late(course, tmp_path, files, EARLY) == ""


@pytest.mark.parametrize("inside", [EARLY, LATE, (1980, 1, 1, 0, 0, 0)])
def test_dates_inside_a_zip_say_nothing(course, notebook, tmp_path, inside):
    files = {NOTEBOOK: notebook, "timestamp.txt": BEFORE}
    inner = zipped(tmp_path / "inner.zip", files, moment=inside).read_bytes()
    export = {"Ada_1_assignsubmission_file_/all.zip": inner}
    assert late(course, tmp_path, export, LATE) == "1 d 09:00"
    assert late(course, tmp_path, export, EARLY) == ""


def test_what_was_handed_in_last_counts_for_all(course, notebook, tmp_path):
    """A notebook in time that reads a file handed in later was not complete in time."""
    path = tmp_path / "in" / "Ada_1_assignsubmission_file_"
    path.mkdir(parents=True)
    for name, moment in ((NOTEBOOK, EARLY), ("data.csv", LATE)):
        (path / name).write_bytes(notebook if name == NOTEBOOK else b"1")
        seconds = datetime(*moment).timestamp()
        os.utime(path / name, (seconds, seconds))
    assert grade(course, *DUE, "--submitted", str(path.parent)) == 0
    assert table(course)["Ada_1"]["late"] == "1 d 09:00"


@pytest.mark.parametrize(("mark", "said"), [("LATE_", "yes"), ("", "")])
@pytest.mark.parametrize("moment", [EARLY, LATE, (1980, 1, 1, 0, 0, 0)])
def test_of_canvas_only_the_mark_says_who_is_late(course, notebook, tmp_path, mark, said, moment):
    """It dates all files by the moment of the export."""
    files = {f"ada_{mark}1_900_{NOTEBOOK}": notebook, f"ada_{mark}1_901_timestamp.txt": BEFORE}
    assert late(course, tmp_path, files, moment) == said


def test_an_export_without_dates_makes_nobody_late(course, notebook, tmp_path):
    files = {f"Ada_1_assignsubmission_file_/{NOTEBOOK}": notebook}
    assert late(course, tmp_path, files, (1980, 1, 1, 0, 0, 0)) == ""


@pytest.mark.parametrize(
    "stamp", [b"2026-11-01 09:00:00 UTC", b"99999999999999999999", b"\xff", b""]
)
def test_in_nbgraders_own_layout_a_time_stamp_counts_if_it_is_one(course, stamp):
    path = hand_in(course, LESSON, "ada", answered(course, LESSON, perfect_answers(course, LESSON)))
    path.with_name("timestamp.txt").write_bytes(stamp)
    seconds = datetime(*LATE).timestamp()
    os.utime(path, (seconds, seconds))
    assert grade(course, *DUE) == 0
    assert table(course)["ada"]["late"] == ("" if stamp == BEFORE else "1 d 09:00")
