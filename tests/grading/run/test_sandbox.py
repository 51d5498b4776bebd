"""The sandbox shows what it should and nothing else.

What a kernel leaves is cleared, or the sandbox given up.
"""

import os
import sys
from pathlib import Path

import pytest

from helpers import interruptions
from helpers.adversaries import CASES, FULL, RIGHT, fared
from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.inside import inside, needs_sandbox
from helpers.tiny_course import LESSON, REPOSITORY
from mlp_course.grading.jobs.autograde import Grader
from mlp_course.grading.jobs.job import execute
from mlp_course.grading.run import bubblewrap, sandbox
from mlp_course.lessons.course import GradingError


@needs_sandbox
def test_a_sandbox_has_python_and_the_library_and_nothing_of_the_course():
    look = "import os, mlp_course.grading, numpy; print(os.getpid(), sorted(os.listdir({!r})))"
    places = {"mlp_course", "data", ".venv"}
    pid, _, seen = inside(look.format(str(REPOSITORY))).partition(" ")
    assert pid == "1"
    assert "mlp_course" in eval(seen) and set(eval(seen)) <= places


@needs_sandbox
@pytest.mark.parametrize("place", ["/", "/usr", "/dev", sys.prefix])
def test_nothing_can_be_written_where_it_could_stay(place):
    assert "Read-only" in inside(f"open({place!r} + '/new', 'w')")


@needs_sandbox
def test_keys_in_the_environment_stay_outside(monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "secret")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    told = inside("import os; print(dict(os.environ))")
    assert "secret" not in told and "OMP_NUM_THREADS" in told


@needs_sandbox
def test_what_lies_in_a_shared_folder_is_seen_to(tmp_path):
    assert sandbox.visible([tmp_path, Path(sys.prefix)]) == [Path(sys.prefix).resolve()]
    assert "isolated by bubblewrap" in sandbox.announced([tmp_path])
    with pytest.raises(GradingError, match="move the course elsewhere"):
        sandbox.announced([Path(sys.prefix)])


def test_without_bubblewrap_that_is_said_loudly_or_refused(monkeypatch):
    monkeypatch.setattr(sandbox, "missing", lambda: bubblewrap.INSTALL)
    assert sandbox.announced([]).startswith(
        "WARNING: student code is NOT ISOLATED: install bubblewrap"
    )
    with pytest.raises(GradingError, match="install bubblewrap"):
        sandbox.announced([], required=True)


def test_a_sandbox_that_is_switched_off_is_not_announced():
    assert "NOT ISOLATED: c.ResilientExecutor.isolated is False" in sandbox.announced(
        [], wanted=False
    )
    with pytest.raises(GradingError, match=r"c\.ResilientExecutor\.isolated"):
        sandbox.announced([], required=True, wanted=False)


def test_who_executes_refuses_to_do_it_without_a_promised_sandbox(course, monkeypatch, capsys):
    interruptions.class_of(course, 1)
    grader = Grader(course, LESSON)
    grader.config.ResilientExecutor.require_isolation = True
    monkeypatch.setattr(sandbox, "missing", lambda: bubblewrap.INSTALL)
    for student in grader.students():
        assert execute(grader.prepare(student)).problem == (
            f"GradingError: Student code is not isolated on this computer: {bubblewrap.INSTALL}."
        )
    assert grade(course, "--require-isolation") == 2
    assert "install bubblewrap" in capsys.readouterr().err


@needs_sandbox
def test_workers_have_sandboxes_and_what_they_notice_reaches_the_table(course, capsys):
    inside_a_sandbox = f"import os\nassert os.getcwd() == {bubblewrap.WORK!r}\n"
    answers = perfect_answers(course, LESSON)
    hand_in(
        course,
        LESSON,
        "ada",
        answered(course, LESSON, answers | {"mean": inside_a_sandbox + RIGHT}),
    )
    hand_in(
        course, LESSON, "eve", answered(course, LESSON, answers | CASES["drops asserts"].answers)
    )
    assert grade(course, "--jobs", "2", "--require-isolation") == 0
    assert capsys.readouterr().out.startswith("Student code is isolated by bubblewrap")
    rows = table(course)
    assert fared(rows["ada"]) == (FULL, "")
    assert fared(rows["eve"])[0] == CASES["drops asserts"].marks
    assert "uses get_ipython" in rows["eve"]["remarks"]


def test_more_files_than_a_sandbox_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "MOST_BESIDE", 10)
    opened = []
    for name in ("work", "line"):
        (tmp_path / name).mkdir()
        opened.append(os.open(tmp_path / name, os.O_RDONLY))
    room = sandbox.Sandbox(*opened)
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "data.txt").write_text("0123456789")
    assert room.furnish(tmp_path / "beside", {}) == f"{bubblewrap.LINE}/kernel.json"
    assert (tmp_path / "work" / "data.txt").read_text() == "0123456789"
    (tmp_path / "beside" / "more.txt").write_text("0")
    with pytest.raises(GradingError, match="larger than"):
        room.furnish(tmp_path / "beside", {})
    room.close()


def test_why_there_is_no_sandbox(monkeypatch, tmp_path):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho No permission to make a namespace >&2\nexit 1\n")
    broken.chmod(0o755)
    why = bubblewrap.missing.__wrapped__
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    bubblewrap._no_sandboxes_inside.cache_clear()
    assert "No permission" in why() or sys.platform != "linux"
    monkeypatch.setenv("PATH", "")
    assert why() in (bubblewrap.INSTALL, "there is no bubblewrap for this system")
    bubblewrap._no_sandboxes_inside.cache_clear()


FOLDERS = (
    "import os, ctypes\nfrom mlp_course.grading.run.inside.leftovers import Leftovers\n"
    "folders = Leftovers()"
)


@needs_sandbox
@pytest.mark.parametrize(
    ("left", "emptied"),
    {
        "pass": True,
        "open('/tmp/x', 'w').close()": True,
        "os.makedirs('/tmp/home/a/b'); os.chmod('/tmp/home/a', 0)": False,
        "open('/dev/shm/x', 'wb').write(bytes(10**6))": True,
        "os.rmdir('/tmp/home')": False,
        "os.rename('/tmp/work', '/tmp/other')": False,
        "os.rmdir('/tmp/work'); os.symlink('/tmp/home', '/tmp/work')": False,
        "ctypes.CDLL(None).shmget(4711, 4096, 0o1666)": False,
        "ctypes.CDLL(None).semget(4711, 1, 0o1666)": False,
    }.items(),
)
def test_a_sandbox_that_cannot_be_emptied_is_known(left, emptied):
    assert inside(f"{left}\nprint(not folders.removed())", FOLDERS) == str(emptied)
