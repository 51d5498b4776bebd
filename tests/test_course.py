"""The bootstrap course.py, run for real on a course small enough to install in seconds."""

import ast
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time

import pytest

from helpers.small_course import SmallCourse
from mlp_course import cli
from mlp_course.setup import environment

signals = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to other processes")


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> SmallCourse:
    """Installed once; its path has a space and a letter that is not ASCII."""
    small = SmallCourse(tmp_path_factory.mktemp("my course ä"))
    first = small.call("lab", "0")
    assert first.returncode == 0, first.stderr
    assert "Making the environment" in first.stdout and " s] Starting" in first.stdout
    return small


def test_hands_over_inside_the_environment(small):
    done = small.call("lab", "7", "--port", "with space", PYTHONPATH="/elsewhere")
    venv, programs = small.root / ".venv", environment.python(small.root).parent
    assert done.stdout.splitlines() == [
        str(venv),
        str(venv),
        str(programs),
        "7",
        "--port",
        "with space",
    ]
    assert done.returncode == 7


def test_second_start_is_fast_and_installs_nothing(small):
    before, times = small.log.stat().st_mtime_ns, []
    for _ in range(3):
        start = _seconds_of_children()
        assert small.call("lab").returncode == 0
        times.append(_seconds_of_children() - start)
    assert min(times) < 1.0
    assert small.log.stat().st_mtime_ns == before


def test_an_extra_is_added_once_and_kept(small):
    assert "tiny-1.0" not in small.packages()
    assert small.call("test", "0").returncode == 0
    assert "tiny-1.0" in small.packages()
    before = small.log.stat().st_mtime_ns
    assert small.call("lab").returncode == small.call("test").returncode == 0
    assert small.log.stat().st_mtime_ns == before


def test_new_constraints_are_installed(small):
    small.call("test")
    (small.root / "constraints.txt").write_text("tiny==2.0\n")
    assert small.call("lab").returncode == 0
    assert "tiny-2.0" in small.packages() and "tiny-1.0" not in small.packages()


def test_a_package_that_went_missing_is_brought_back(small):
    small.call("test")
    for path in (small.root / ".venv").rglob("tiny-*.dist-info"):
        shutil.rmtree(path)
    assert small.call("lab").returncode == 0
    assert any(name.startswith("tiny") for name in small.packages())


@signals
def test_a_killed_installation_is_not_believed_and_goes_on(small):
    (small.root / "constraints.txt").write_text("# changed\ntiny==2.0\n")
    running = small.begin("lab", SLOW_BUILD="60")
    _wait_for(lambda: not small.is_finished())
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert small.call("lab", "5").returncode == 5
    assert small.is_finished()


@signals
def test_ctrl_c_while_installing_is_one_line(small):
    (small.root / "constraints.txt").write_text("# changed again\ntiny==2.0\n")
    running = small.begin("lab", SLOW_BUILD="60")
    _wait_for(lambda: small.log.stat().st_size == 0)  # new: the installer has been started
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=300)
    assert running.returncode == 130
    assert said.strip().splitlines() == [
        "course.py: Stopped. Run the same command again: it goes on where it was."
    ]


@signals
def test_two_windows_wait_for_each_other(small):
    small.call("lab")
    (small.root / "constraints.txt").write_text("# changed once more\ntiny==2.0\n")
    first = small.begin("lab", SLOW_BUILD="2")
    _wait_for(lambda: not small.is_finished())
    second = small.call("lab")
    assert (
        second.returncode == 0
        and "waiting for it" in second.stdout
        and " s] Starting" not in second.stdout
    )
    first.communicate()
    assert first.returncode == 0


def test_a_half_made_environment_is_made_again(small):
    (small.root / ".venv" / "course.json").unlink()
    shutil.rmtree(next((small.root / ".venv").rglob("site-packages/pip")))
    done = small.call("lab", "3")
    assert done.returncode == 3 and "Making the environment" in done.stdout


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"BROKEN_BUILD": "[Errno 28] No space left on device"}, "The disk is full"),
        ({"BROKEN_BUILD": "[Errno 30] Read-only file system"}, "cannot be written to"),
        ({"BROKEN_BUILD": "a cosmic ray"}, "The packages could not be installed"),
        ({"PIP_FIND_LINKS": "file:///nowhere"}, "tiny==2.0 is not made for this machine"),
        (
            {
                "PIP_NO_INDEX": "0",
                "PIP_FIND_LINKS": "",
                "PIP_INDEX_URL": "http://127.0.0.1:9/",
                "PIP_RETRIES": "1",
            },
            "There is no network",
        ),
    ],
)
def test_what_pip_cannot_do_is_said_in_one_sentence(small, variables, sentence):
    (small.root / "constraints.txt").write_text(f"# {sentence}\ntiny==2.0\n")
    for path in (small.root / ".venv").rglob("tiny-*.dist-info"):
        shutil.rmtree(path)
    done = small.call("test", **variables)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1 and sentence in done.stderr, done.stderr
    assert "install.log" in done.stderr and not small.is_finished()


def test_doctor_speaks_where_nothing_can_be_installed(tmp_path):
    small = SmallCourse(tmp_path)
    (small.root / "mlp_course" / "commands" / "doctor.py").write_text(
        "def main(argv): print('here', *argv); return 9"
    )
    done = small.call("doctor", "--json")
    assert (done.returncode, done.stdout) == (9, "here --json\n")
    assert not (small.root / ".venv").exists()


@pytest.mark.parametrize("arguments", [("data",), ("data", "chek"), ("--version",), ("lba",)])
def test_what_cannot_be_run_installs_nothing(tmp_path, arguments):
    small = SmallCourse(tmp_path)
    (small.root / "pyproject.toml").write_text('project.version = "0.1"')
    done = small.call(*arguments)
    assert done.returncode == (0 if arguments == ("--version",) else 2), done.stderr
    assert "Traceback" not in done.stderr and not (small.root / ".venv").exists()


@signals
def test_only_a_python_that_runs_is_suggested(course, tmp_path):
    """The bootstrap, to which this Python says that it is an old one."""
    for name, line in (("python3.14", "exit 127"), ("python3.12", f'exec {sys.executable} "$@"')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    old = (
        "import runpy, sys; sys.version_info = (3, 8, 18, 'final', 0);"
        f"runpy.run_path({str(course / 'course.py')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", old],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert "this is 3.8: run  python3.12 course.py" in done.stderr


def test_verbs_are_listed(course):
    for arguments, code in (([], 0), (["--help"], 0), (["swim"], 2)):
        done = subprocess.run(
            [sys.executable, course / "course.py", *arguments], capture_output=True, text=True
        )
        assert done.returncode == code
        said = done.stderr if code else done.stdout
        assert all(f"python3 course.py {verb} " in said for verb in cli.VERBS)
        assert ("no verb 'swim'" in said) == bool(code)


def test_an_old_python_is_told_so(course, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18, "final", 0))
    with pytest.raises(
        SystemExit, match=r"Python 3.11 or newer is needed, and this is 3.8: (run|install)"
    ):
        runpy.run_path(str(course / "course.py"), run_name="__main__")
    ast.parse(
        (course / "course.py").read_text(encoding="utf-8"), feature_version=(3, 7)
    )  # or it could not even say so


def _seconds_of_children() -> float:
    """CPU time of all processes that were waited for: a busy machine takes longer, not more."""
    times = os.times()
    return times.children_user + times.children_system


def _wait_for(happened) -> None:
    end = time.monotonic() + 300
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)
