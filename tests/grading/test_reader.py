"""What students wrote is read in a child: what takes too much costs one student, and is said."""

import json
import os
import time

import pytest
from nbformat import v4

from helpers import hungry, interruptions
from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.tiny_course import LESSON
from mlp_course.grading import reader
from mlp_course.grading.jobs import bounded
from mlp_course.grading.reader import Reader, TooMuch
from mlp_course.lessons.course import GradingError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="clocks and limits of Unix")


@pytest.fixture
def small():
    """A reader with small limits."""
    own = Reader(seconds=0.3, memory=2**28, patience=20.0)
    yield own
    own.end()


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (hungry.loop, reader.TOO_LONG),
        (hungry.grow, reader.TOO_LARGE),
        (hungry.recurse, reader.TOO_DEEP),
        (hungry.crash, reader.CRASHED),
    ],
)
def test_what_takes_too_much_is_said_and_the_next_is_read(small, function, reason):
    with pytest.raises(TooMuch, match=reason):
        small.read(function)
    assert small.read(hungry.double, 21) == 42


def test_what_sleeps_is_not_waited_for(small):
    small.read(hungry.pid)
    small.patience = 0.1
    with pytest.raises(TooMuch, match=reader.TOO_LONG):
        small.read(hungry.sleep)


def test_an_error_of_its_own_is_passed_on_and_the_child_is_kept(small):
    first = small.read(hungry.pid)
    with pytest.raises(ValueError, match="this is no notebook"):
        small.read(hungry.refuse)
    assert small.read(hungry.pid) == first != os.getpid()


def test_a_child_that_somebody_killed_is_nobodys_fault(small):
    small.read(hungry.pid)
    assert small.is_ready
    small.worker.process.kill()
    small.worker.process.join()
    assert small.read(hungry.double, 21) == 42


def test_a_child_that_does_not_start_is_no_students_fault(small, monkeypatch):
    monkeypatch.setattr(reader, "_start", hungry.crash_at_once)
    with pytest.raises(GradingError, match="Submissions cannot be read on this computer"):
        small.read(hungry.double, 21)


def test_the_time_of_one_text_is_not_that_of_the_next(small):
    limit = small.limits[0]
    for _ in range(4):
        assert small.read(_spend, 0.5 * limit)


def _spend(seconds: float) -> bool:
    """Use so much time of the processor."""
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        pass
    return True


def test_one_who_cannot_be_read_is_listed_and_the_class_goes_on(course, monkeypatch):
    students = interruptions.class_of(course, 3)
    notebook = answered(course, LESSON, perfect_answers(course, LESSON))
    path = hand_in(course, LESSON, students[1], notebook)
    cell = v4.new_markdown_cell("A note of no weight.")
    notebook.cells += [dict(cell, id=f"note-{number}") for number in range(40_000)]
    path.write_text(json.dumps(notebook))
    # The honest ones of this class take less than a tenth of this.
    own = Reader(seconds=5.0)
    monkeypatch.setattr(bounded, "READER", own)
    assert grade(course, "--no-compare") == 1
    own.end()
    rows = table(course)
    assert {s: row["status"] for s, row in rows.items()} == dict.fromkeys(students, "graded") | {
        students[1]: "not graded"
    }
    assert "too long to be read: judge it by hand" in rows[students[1]]["remarks"]
    assert [rows[s]["remarks"] for s in (students[0], students[2])] == ["", ""]
