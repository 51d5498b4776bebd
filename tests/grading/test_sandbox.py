"""The sandbox shows what it should and nothing else; what a kernel leaves is cleared away or the room given up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_course import REPOSITORY

from mlp_course.grading import sandbox
from mlp_course.grading.course import GradingError

needs_room = pytest.mark.skipif(bool(sandbox.missing()), reason=f"needs a sandbox: {sandbox.missing()}")


def inside(program: str, before: str = "") -> str:
    """What a Python program prints as process 1 of a room."""
    line = sandbox.command([sys.executable, "-c", f"{before}\n{program}"])
    ran = subprocess.run(line, capture_output=True, text=True, env=sandbox.environment(), timeout=60, check=False)
    return (ran.stdout + ran.stderr).strip()


@needs_room
def test_a_room_has_python_and_the_library_and_nothing_of_the_course():
    look = "import os, mlp_course.grading, numpy; print(os.getpid(), sorted(os.listdir({!r})))"
    places = {"mlp_course", "data", ".venv"}
    pid, _, seen = inside(look.format(str(REPOSITORY))).partition(" ")
    assert pid == "1"
    assert "mlp_course" in eval(seen) and set(eval(seen)) <= places


@needs_room
@pytest.mark.parametrize("place", ["/", "/usr", "/dev", sys.prefix])
def test_nothing_can_be_written_where_it_could_stay(place):
    assert "Read-only" in inside(f"open({place!r} + '/new', 'w')")


@needs_room
def test_keys_in_the_environment_stay_outside(monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "secret")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    told = inside("import os; print(dict(os.environ))")
    assert "secret" not in told and "OMP_NUM_THREADS" in told


@needs_room
def test_what_lies_in_a_shared_folder_is_seen_to(tmp_path):
    assert sandbox.visible([tmp_path, Path(sys.prefix)]) == [Path(sys.prefix).resolve()]
    assert "isolated by bubblewrap" in sandbox.announced([tmp_path])
    with pytest.raises(GradingError, match="move the course elsewhere"):
        sandbox.announced([Path(sys.prefix)])


def test_without_bubblewrap_that_is_said_loudly_or_refused(monkeypatch):
    monkeypatch.setattr(sandbox, "missing", lambda: sandbox.INSTALL)
    assert sandbox.announced([]).startswith("WARNING: student code is NOT ISOLATED: install bubblewrap")
    with pytest.raises(GradingError, match="install bubblewrap"):
        sandbox.announced([], required=True)


def test_why_there_is_no_sandbox(monkeypatch, tmp_path):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho No permission to make a namespace >&2\nexit 1\n")
    broken.chmod(0o755)
    why = sandbox.missing.__wrapped__
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    sandbox._no_rooms_in_rooms.cache_clear()
    assert "No permission" in why() or sys.platform != "linux"
    monkeypatch.setenv("PATH", "")
    assert why() in (sandbox.INSTALL, "there is no bubblewrap for this system")
    sandbox._no_rooms_in_rooms.cache_clear()


ROOMS = "import os, ctypes\nfrom mlp_course.grading.limits import Rooms\nrooms = Rooms()"


@needs_room
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
def test_a_room_that_cannot_be_emptied_is_known(left, emptied):
    assert inside(f"{left}\nprint(rooms.emptied())", ROOMS) == str(emptied)


BOUND = "import os, time\nfrom mlp_course.grading import limits\n"


@needs_room
@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("limits.PROCESSES = 3", "too many processes"),
        ("limits.THREADS = 3", "too many threads"),
        ("limits.MEMORY = 10**6", "too much memory"),
        ("pass", ""),
    ],
)
def test_what_is_used_too_much_is_said(does, says):
    children = "[os.fork() or (bytearray(10**7), time.sleep(60)) for _ in range(4)]"
    program = f"watch = limits.Watch()\n{children}\ntime.sleep(.5)\n{does}\nprint(watch.exceeded())"
    said = inside(program, BOUND)
    assert says in said if says else said == ""


@needs_room
@pytest.mark.parametrize(
    ("tries", "error"),
    [
        ("bytearray(10 * limits.MEMORY)", "MemoryError"),
        ("open('/tmp/x', 'wb').truncate(2 * limits.FILE)", "File too large"),
        ("kept = [open('/dev/null') for _ in range(2000)]", "Too many open files"),
    ],
)
def test_a_process_is_bounded(tries, error):
    assert error in inside(f"limits.bound()\n{tries}", BOUND)
