"""A class of adversaries and honest students, graded together.

Each gets what is expected, nobody else is touched.
"""

import csv
import json
import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from helpers.adversaries import CASES, FULL, RIGHT, WRONG, fared
from helpers.compose import answered, hand_in, perfect_answers
from helpers.odd_files import FILES, NAMES
from helpers.tiny_course import LESSON, copy_of
from mlp_course.commands import grade as grade_verb
from mlp_course.files import csv_bytes
from mlp_course.grading.run import sandbox
from mlp_course.lessons.course import Course

NAP = "98765.4321"  # what a daemon is recognised by
NO_SANDBOX = sandbox.missing()
RUN = {name: case for name, case in CASES.items() if not (case.sandboxed and NO_SANDBOX)}
HONEST = [f"honest {number:02}" for number in range(20)]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="files and signals of Unix")


def hand_in_everything(course: Course, port: int) -> None:
    """Every case, and between them honest students."""
    right = perfect_answers(course, LESSON)
    places = {
        "{course}": str(course.root),
        "{port}": str(port),
        "{nap}": NAP,
        "{home}": str(Path.home()),
    }
    for name, case in RUN.items():
        typed = {}
        for item, source in case.answers.items():
            for place, value in places.items():
                source = source.replace(place, value)
            typed[item] = source
        hand_in(course, LESSON, name, answered(course, LESSON, right | typed))
    for name, (make, _, _) in FILES.items():
        path = hand_in(course, LESSON, name, answered(course, LESSON, right))
        make(path, json.loads(path.read_text()))
    for number, name in enumerate(HONEST + NAMES):
        typed = {"mean": RIGHT} if number % 2 else {"mean": WRONG}
        hand_in(course, LESSON, name, answered(course, LESSON, right | typed))


@pytest.fixture(scope="module")
def marks(template, tmp_path_factory) -> dict[str, dict]:
    """The marks CSV, by student."""
    course = copy_of(template, tmp_path_factory.mktemp("adversaries") / "course")
    keys = pytest.MonkeyPatch()
    keys.setenv("TOKEN_OF_THE_INSTRUCTOR", "secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        hand_in_everything(course, server.getsockname()[1])
        assert grade_verb.main([LESSON, "--course", str(course.root), "--timeout", "10"]) == 1
    keys.undo()
    path = course.root / "grading" / "marks" / f"{LESSON}.csv"
    with path.open(newline="") as table:
        rows = {row["student"]: row for row in csv.DictReader(table)}
    # A table holds names as text: no formula, no line break, no other direction.
    named = [*RUN, *FILES, *HONEST, *NAMES]
    return {name: rows[shown] for name in named if (shown := as_in_a_table(name)) in rows}


def as_in_a_table(name: str) -> str:
    """A student's name as the marks show it."""
    ((shown,),) = csv.reader([csv_bytes([[name]]).decode()])
    return shown


def test_there_are_enough_of_them():
    assert len(CASES) + len(FILES) >= 60


@pytest.mark.parametrize("name", CASES)
def test_every_attack_gets_what_it_must(marks, name):
    if name not in RUN:
        pytest.skip(f"needs a sandbox: {NO_SANDBOX}")
    case, (points, remarks) = CASES[name], fared(marks[name])
    assert points == case.marks, remarks
    assert re.search(case.says, remarks) if case.says else remarks == "", remarks


@pytest.mark.parametrize("name", FILES)
def test_every_odd_file_is_graded_or_listed(marks, name):
    _, wanted, says = FILES[name]
    points, remarks = fared(marks[name])
    assert points == wanted, remarks
    assert re.search(says, remarks) if says else remarks == "", remarks


@pytest.mark.parametrize("name", HONEST + NAMES)
def test_honest_students_are_untouched(marks, name):
    number = (HONEST + NAMES).index(name)
    assert fared(marks[name]) == (FULL if number % 2 else (0, *FULL[1:]), "")


@pytest.mark.skipif(bool(NO_SANDBOX), reason=f"needs a sandbox: {NO_SANDBOX}")
def test_no_daemon_is_left(marks):
    lines = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert f"sleep {NAP}" not in lines
