"""Grading that is killed, again and again, and what must be the same in the end."""

import contextlib
import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
from nbgrader.api import Gradebook

from helpers import tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.tiny_class import OTHER_WAY, RAISES
from helpers.tiny_course import LESSON
from mlp_course.grading.jobs import gradebook
from mlp_course.lessons.course import Course

TOTALS = (6, 6, 4, 5)  # points of the first four of a class, before somebody marks by hand
PROGRAM = "import sys; from mlp_course.commands import grade; sys.exit(grade.main(sys.argv[1:]))"


def class_of(course: Course, size: int) -> list[str]:
    """Hand in `size` submissions, right and wrong ones."""
    students = [f"student{number:04}" for number in range(size)]
    for number, student in enumerate(students):
        answers = perfect_answers(course, LESSON) | {"why": f"Because I am number {number}."}
        answers |= [{}, {"mean": OTHER_WAY}, {"mean": RAISES}, {"largest": "largest = min"}][
            number % 4
        ]
        hand_in(course, LESSON, student, answered(course, LESSON, answers))
    return students


def mark_by_hand(course: Course, students: list[str]) -> None:
    """Give each student a mark and a comment."""
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as book:
        for number, student in enumerate(students):
            given = book.find_grade("why", LESSON, LESSON, student)
            given.manual_score, given.needs_manual_grade = number % 5 / 2, False
            book.find_comment("why", LESSON, LESSON, student).manual_comment = f"Seen, {student}."
        book.db.commit()


def mend_a_test(course: Course, sentence: str = "Two numbers have a mean, too.") -> None:
    """Change a hidden test, so that everybody must be graded again."""
    notebook = tiny_course.lesson()
    test = next(cell for cell in notebook.cells if cell.id == "mean_test")
    test.source = test.source.replace("Your mean fails for two numbers.", sentence)
    tiny_course.write(course.source(LESSON), notebook)


def started(course: Course, *arguments: str) -> subprocess.Popen:
    """`mlp-course grade`, in a process of its own."""
    line = [
        sys.executable,
        "-c",
        PROGRAM,
        LESSON,
        "--course",
        str(course.root),
        "--no-compare",
        *arguments,
    ]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def graded_with_kills(
    course: Course, kills: int, longest: float, *arguments: str, seed: int = 0
) -> tuple[int, str]:
    """Start grading and kill -9 it after a random time, up to `kills` times; then let it end.

    Returns how often it was killed, and what was printed at last.
    """
    rng, killed = random.Random(seed), 0
    for _ in range(kills):
        with started(course, *arguments) as run:
            try:
                said, _ = run.communicate(timeout=rng.uniform(0.5, longest))
                return killed, said
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                killed += 1
    with started(course, *arguments) as run:
        said, _ = run.communicate(timeout=600)
        assert run.returncode == 0, said
    return killed, said


def graded_beside_a_killer(course: Course, kills: int, seed: int = 0) -> int:
    """Grade while random processes below the grader are killed -9; returns how many were.

    Those are judges, kernels, their copies and what forks them; never the grader itself.
    """
    rng, killed = random.Random(seed), 0
    with started(course) as run:
        while run.poll() is None:
            time.sleep(rng.uniform(0.05, 0.4))
            below = []
            with contextlib.suppress(psutil.NoSuchProcess):
                below = [
                    process
                    for process in psutil.Process(run.pid).children(recursive=True)
                    if f"{sys.executable} -m mlp_course.grading.run" in " ".join(process.cmdline())
                    and process.cpu_times().user > 0.1
                ]
            if below and killed < kills:
                with contextlib.suppress(psutil.NoSuchProcess):
                    rng.choice(below).kill()
                    killed += 1
    # Who lost a process again and again is listed as not graded: the same command goes on.
    with started(course) as run:
        said, _ = run.communicate(timeout=600)
        assert run.returncode == 0, said
    return killed


def state(course: Course, students: list[str]) -> dict:
    """All that must not depend on what was killed when.

    It is the table, and the gradebook with comments by hand.
    """
    path = course.root / "grading" / "marks" / f"{LESSON}.csv"
    rows = {row["student"]: row for row in csv.DictReader(path.read_text().splitlines())}
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as book:
        comments = {s: book.find_comment("why", LESSON, LESSON, s).manual_comment for s in students}
        counts = len(book.students), len(book.find_assignment(LESSON).submissions)
    marks = {student: gradebook.marks(course, LESSON, student) for student in students}
    return {"table": rows, "marks": marks, "comments": comments, "counts": counts}


def without_remarks(state: dict) -> dict:
    """What must be the same although a remark may tell of a process that was lost."""
    for row in state["table"].values():
        row.pop("remarks", None)
    return state


def left_running(folder: Path) -> list[int]:
    """Processes that still know of `folder`."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if (
                str(folder).encode() in (place / "cmdline").read_bytes()
                and int(place.name) != os.getpid()
            ):
                found.append(int(place.name))
        except OSError:
            continue
    return found


def busy(parent: psutil.Process) -> list[psutil.Process]:
    """Children of `parent` that have started a process that forks kernels."""
    found = []
    for child in parent.children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if any(
                "mlp_course.grading.run.fork_server" in process.cmdline()
                for process in child.children()
            ):
                found.append(child)
    return found


def wait_until(condition, seconds: float = 300.0) -> None:
    """Wait for `condition()`; AssertionError if it takes too long."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
