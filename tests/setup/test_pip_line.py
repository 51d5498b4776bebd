"""The line that shows what pip is doing, with programs that speak like pip."""

import itertools
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlp_course.setup import pip_line


def set_clock(monkeypatch, seconds: Iterable[float]) -> None:
    """Let the line read these times, whatever the machine is busy with."""
    clock = iter(seconds)
    monkeypatch.setattr(pip_line, "time", SimpleNamespace(monotonic=lambda: next(clock)))


def run(tmp_path: Path, code: str, installed=lambda: 5) -> int:
    """Let a Python program take pip's place."""
    command = [sys.executable, "-u", "-c", code]
    return pip_line.run(command, tmp_path / "log", installed, cwd=tmp_path, env=dict(os.environ))


def test_all_that_was_said_is_kept_and_the_exit_code_passed_on(tmp_path, capsys, monkeypatch):
    set_clock(monkeypatch, itertools.repeat(0))
    code = (
        "import sys\nprint('Collecting torch<3')\nprint('ERROR: é', file=sys.stderr)\nsys.exit(3)"
    )
    assert run(tmp_path, code) == 3
    assert sorted((tmp_path / "log").read_text(encoding="utf-8").splitlines()) == [
        "Collecting torch<3",
        "ERROR: é",
    ]
    assert capsys.readouterr().out == "[   0 s] Starting pip\n"


def test_in_a_terminal_one_line_is_redrawn(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    set_clock(monkeypatch, itertools.count())
    code = "print('Collecting torch<3\\n  note\\nInstalling collected packages: a, b, torch')"
    assert run(tmp_path, code) == 0
    shown = [line.strip() for line in capsys.readouterr().out.split("\r")]
    assert any(line.endswith("Collecting torch") for line in shown)
    assert any(line.endswith("Installing packages: 5 of 8") for line in shown)
    assert shown[-2:] == ["", ""]  # and leaves nothing behind


def test_silence_is_not_stillness(tmp_path, capsys, monkeypatch):
    """The program says nothing until the packages have been counted five times."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    set_clock(monkeypatch, itertools.count())
    counted = []

    def installed() -> int:
        counted.append(5)
        if len(counted) == 5:
            (tmp_path / "go").touch()
        return 5

    silent = "import os, time\nwhile not os.path.exists('go'): time.sleep(0.05)"
    assert run(tmp_path, silent, installed) == 0
    lines = capsys.readouterr().out.split("\r")
    seconds = [line[1:5] for line in lines if line.startswith("[")]
    assert len(set(seconds)) == len(counted) - 1 >= 4  # the first count is made before all


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_interruption_ends_the_program_quietly(tmp_path):
    def interrupted():
        raise KeyboardInterrupt

    code = """
import time
print("Installing collected packages: a")
for k in range(600):
    print(k)
    time.sleep(0.1)
"""
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, code, interrupted)
