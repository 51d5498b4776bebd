"""The line that shows what pip is doing, with programs that speak like pip."""

import itertools
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlp_course.setup import pip_line
from mlp_course.setup.share import Share


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


UV = """
Resolved 200 packages in 1.20s
Downloading torch (180.0MiB)
Downloading scipy (10.0MiB)
 Downloaded scipy
 Downloaded torch
Prepared 200 packages in 20s
"""
PIP = """
Collecting torch<3
  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (754.1 MB)
Collecting numpy
Requirement already satisfied: pip
Collecting ase
Installing collected packages: ase, numpy, torch
"""


@pytest.mark.parametrize(
    ("said", "shares"),
    [
        (UV, [0, 0, 0, 0, 0.025, 0.475, 0.5]),
        (PIP, [0, 0.125, 0.125, 0.25, 0.375, 0.5, 0.5]),
    ],
)
def test_the_share_grows_with_what_is_brought_and_unpacked(said, shares):
    share = Share(before=1, pinned=4)
    found = []
    for line in said.splitlines():
        share.hear(line)
        found.append(share.done)
    assert found == pytest.approx(shares)
    found = []
    for installed in (1, share.total // 2, share.total, share.total + 3):
        share.count(installed)
        found.append(share.done)
    assert found == sorted(found) and found[0] == 0.5 and found[-1] == 1
    share.hear("Collecting more")
    assert share.done == 1


def test_the_time_left_is_a_round_guess():
    share = Share(before=0, pinned=1)
    assert share.left(10) == ""  # nothing is known as yet
    share.done = 0.25
    assert (share.left(10), share.left(300)) == ("about 30 s left", "about 15 min left")
    share.done = 0.5  # all is brought; how fast it is unpacked is not known as yet
    assert share.left(100) == ""
    share.done = 0.75
    assert share.left(120) == "about 20 s left"
    share.done = 1
    assert share.left(10) == ""


@pytest.mark.parametrize(("columns", "has_bar"), [(100, True), (60, False)])
def test_the_bar_has_a_share_and_an_estimate_where_there_is_room(
    tmp_path, capsys, monkeypatch, columns, has_bar
):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    set_clock(monkeypatch, itertools.count())
    code = "print('Collecting torch<3\\nCollecting numpy\\nCollecting ase\\nCollecting b')"
    command = [sys.executable, "-u", "-c", code]
    kept = {"cwd": tmp_path, "env": dict(os.environ), "pinned": 8}
    assert pip_line.run(command, tmp_path / "log", lambda: 5, **kept) == 0
    lines = capsys.readouterr().out.split("\r")
    assert max(map(len, lines)) == columns - 1
    line = next(line for line in lines if "Collecting b" in line)
    assert ("█████░░░░░░░░░░░░░░░" in line) == has_bar
    assert re.search(r" 25% about \d+ s left: Collecting b", line), lines
