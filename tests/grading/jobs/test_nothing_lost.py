"""Kill -9 at any moment, a full disk, workers that die: everybody is graded in the end, once."""

import errno
import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from helpers import interruptions
from helpers.compose import hand_in, released
from helpers.grading import grade, read_here, table
from helpers.tiny_course import LESSON, copy_of
from mlp_course.grading.jobs import autograde, gradebook, lock, progress, workers
from mlp_course.grading.jobs.autograde import Grader, grade_all
from mlp_course.grading.jobs.by_hand import MarksByHand
from mlp_course.grading.jobs.job import execute
from mlp_course.grading.jobs.outcome import GRADED, NOT_GRADED, UNCHANGED
from mlp_course.lessons.nbgrader_steps import reason
from mlp_course.processes import Died

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of Unix")


def test_kills_at_random_moments_change_nothing(course, tmp_path):
    students = interruptions.class_of(course, 3)
    assert grade(course) == 0
    interruptions.mark_by_hand(course, students)
    interruptions.mend_a_test(course)
    twin, begun = copy_of(course, tmp_path / "twin"), time.monotonic()
    with interruptions.started(course) as run:
        assert run.wait(300) == 0
    killed, _ = interruptions.graded_with_kills(twin, 3, 0.7 * (time.monotonic() - begun), seed=5)
    assert killed
    expected = interruptions.state(course, students)
    assert interruptions.state(twin, students) == expected
    assert [row["pending"] for row in expected["table"].values()] == ["0"] * 3


def test_judges_and_answers_killed_at_random_moments_change_nothing(course, tmp_path):
    students = interruptions.class_of(course, 6)
    twin = copy_of(course, tmp_path / "twin")
    assert grade(course) == 0
    assert interruptions.graded_beside_a_killer(twin, 8, seed=3) >= 1
    # A remark may tell of it; marks, states and counts are the same.
    states = (interruptions.state(c, students) for c in (course, twin))
    expected, got = map(interruptions.without_remarks, states)
    assert got == expected


def test_marks_by_hand_are_settled_even_if_killed_right_after_autograding(course, monkeypatch):
    students = interruptions.class_of(course, 1)
    assert grade(course) == 0
    interruptions.mark_by_hand(course, students)
    assert grade(course) == 0
    expected = interruptions.state(course, students)

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        read_here(patch)
        patch.setattr(MarksByHand, "settle", die)
        assert grade(course, "--again") == 130
        assert grade(course) == 130  # and again
    assert grade(course) == 0
    assert interruptions.state(course, students) == expected


@pytest.mark.parametrize("step", ["write_feedback", "record", "with_outputs"])
def test_a_full_disk_is_said_and_the_next_run_goes_on(course, monkeypatch, step):
    interruptions.class_of(course, 2)

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        read_here(patch)
        patch.setattr(autograde, step, fail)
        assert grade(course) == 1
    assert {row["status"] for row in table(course).values()} == {"not graded"}
    assert "No space left" in table(course)["student0000"]["remarks"]
    assert grade(course) == 0
    assert [row["total"] for row in table(course).values()] == ["6", "6"]


def test_a_full_disk_is_the_reason_whatever_failed_first():
    said = (
        "nbgrader.api.MissingEntry: No such submission\n"
        "sqlite3.OperationalError: database or disk is full"
    )
    assert reason({"error": said}) == "sqlite3.OperationalError: database or disk is full"


@pytest.mark.parametrize(
    "names",
    [
        "jupyter_client.kernelspec.NoSuchKernel: No such kernel named R",
        "KeyError: 'x'",
        "zmq.error.Again: later",
    ],
)
def test_the_reason_is_the_error_and_not_what_nbgrader_says_of_it(names):
    after = (
        "nbgrader.converters.base.NbGraderException: Please see the above traceback\nSigned: nobody"
    )
    assert reason({"log": f"Traceback (most recent call last):\n  {names}\n{after}"}) == names


def test_a_gradebook_is_made_whole_or_not_at_all(course, monkeypatch):
    interruptions.class_of(course, 1)
    place = course.root / "grading" / "gradebook.db"
    place.unlink()

    def die(url: str):
        Path(url.removeprefix("sqlite:///")).write_bytes(b"SQLite format 3, but only half of it")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(gradebook, "Gradebook", die)
        assert grade(course) == 130
    assert not place.exists()
    assert grade(course) == 0


def test_a_full_disk_at_the_end_of_a_submission_leaves_it_unfinished(course, monkeypatch):
    interruptions.class_of(course, 1)

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        read_here(patch)
        patch.setattr(progress, "write_whole", fail)
        assert grade(course) == 1
    assert grade(course) == 0


def test_grading_all_again_goes_on_without_being_asked_again(course, monkeypatch):
    first, second = interruptions.class_of(course, 2)
    assert grade(course) == 0
    finish = Grader.finish

    def stop_at_the_second(self, job, result):
        if job.student == second:
            raise KeyboardInterrupt
        return finish(self, job, result)

    with monkeypatch.context() as patch:
        read_here(patch)
        patch.setattr(Grader, "finish", stop_at_the_second)
        assert grade(course, "--again") == 130
    grader = Grader(course, LESSON)
    assert [grader.recall(student).status for student in (first, second)] == [UNCHANGED, NOT_GRADED]


def test_a_second_instructor_is_told_to_wait(course, capsys):
    interruptions.class_of(course, 1)
    with lock.alone(course):
        assert grade(course) == 2
    assert "another process" in capsys.readouterr().err


def workers_that_lose(lost: dict[str, int]):
    """Workers of whom one dies with a student's submission that many times."""

    def execute_all(jobs):
        for job in jobs:
            lost[job.student] = lost.get(job.student, 0) - 1
            yield (
                job,
                execute(job) if lost[job.student] < 0 else Died("the worker is gone"),
            )

    return execute_all


def test_a_submission_whose_worker_died_is_tried_once_more_and_then_listed(course):
    first, second, third = interruptions.class_of(course, 3)
    grader = Grader(course, LESSON)
    outcomes = list(
        grade_all(grader, [first, second, third], workers_that_lose({first: 1, second: 9}))
    )
    assert {o.student: (o.status, o.reason) for o in outcomes} == {
        first: (GRADED, ""),
        second: (NOT_GRADED, "the worker is gone, 2 times"),
        third: (GRADED, ""),
    }


def test_another_notebook_than_was_sent_is_not_believed(course):
    ada, emmy = interruptions.class_of(course, 2)
    hand_in(course, LESSON, emmy, released(course, LESSON))

    def swap(jobs):
        for job in list(jobs):
            forged = job.notebook.replace(b'"cell_type": "markdown"', b'"cell_type": "raw"', 1)
            result = execute(job)
            yield (
                job,
                type(result)(forged if job.student == ada else result.notebook, "", 0.0),
            )

    outcomes = {o.student: o for o in grade_all(Grader(course, LESSON), [ada, emmy], swap)}
    assert outcomes[ada].status == NOT_GRADED and "another notebook" in outcomes[ada].reason
    assert outcomes[emmy].status == GRADED


def test_two_jobs_give_the_same_marks_though_a_worker_is_killed(course):
    interruptions.class_of(course, 4)
    with interruptions.started(course, "--jobs", "2") as run:
        parent = psutil.Process(run.pid)
        interruptions.wait_until(lambda: run.poll() is not None or interruptions.busy(parent))
        interruptions.busy(parent)[0].send_signal(signal.SIGKILL)
        said, _ = run.communicate(timeout=120)
    assert run.returncode == 0, said
    assert tuple(float(row["total"]) for row in table(course).values()) == interruptions.TOTALS
    assert not interruptions.left_running(course.root)


def test_workers_end_with_the_one_who_is_killed(course):
    interruptions.class_of(course, 2)
    with interruptions.started(course, "--jobs", "2") as run:
        parent = psutil.Process(run.pid)
        interruptions.wait_until(lambda: interruptions.busy(parent))
        family = parent.children(recursive=True)
        run.kill()
    interruptions.wait_until(
        lambda: not any(one.is_running() and one.status() != "zombie" for one in family), 20
    )


def test_no_cluster_is_said(course, capsys, monkeypatch):
    monkeypatch.setattr(workers, "ANSWERS_WITHIN", "1s")
    interruptions.class_of(course, 1)
    assert grade(course, "--scheduler", "tcp://127.0.0.1:9") == 2
    assert "No Dask scheduler answers" in capsys.readouterr().err
