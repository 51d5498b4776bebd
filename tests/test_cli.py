"""The verbs: each exists, explains itself, is imported only when called, and ends with an honest
exit code.
"""

import importlib
import os
import re
import signal
import subprocess
import sys
import tomllib

import pytest

from mlp_course import cli
from mlp_course.commands import data as data_verb
from mlp_course.commands.arguments import EXIT_CODES, EXITS


def call(*arguments: str) -> subprocess.CompletedProcess:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mlp_course.cli", *arguments], capture_output=True, text=True
    )


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_explains_itself(verb, capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main([verb, "--help"])
    assert f"usage: mlp-course {verb}" in capsys.readouterr().out


def test_verbs_are_imported_only_when_called():
    code = """
import sys, mlp_course.cli
print(sorted(name for name in sys.modules if name.startswith("mlp_course")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['mlp_course', 'mlp_course.cli']"


def test_no_verb_and_an_unknown_one(capsys):
    assert cli.main([]) == 0
    said = capsys.readouterr().out
    assert all(f"mlp-course {verb} " in said for verb in cli.VERBS)
    assert cli.main(["swim"]) == 2
    said = capsys.readouterr()
    assert not said.out and said.err.startswith("There is no verb 'swim'.")
    assert cli.main(["lba"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "There is no verb 'lba': did you mean lab?",
        "Help: mlp-course --help",
    ]


@pytest.mark.parametrize("asked", cli.VERSION)
def test_the_version_is_that_of_the_course(course, asked, capsys):
    about = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))
    assert cli.main([asked]) == 0
    assert capsys.readouterr().out == f"mlp-course {about['project']['version']}\n"


def test_help_comes_before_a_verb_or_after(capsys):
    for arguments in (["help", "grade"], ["--help", "grade"], ["grade", "--help"]):
        with pytest.raises(SystemExit, match=r"^0$"):
            cli.main(arguments)
        assert "usage: mlp-course grade" in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "said"), [([], "ACTION is missing"), (["chek"], "mean check?")])
def test_actions_are_asked_for_before_anything_is_imported(typed, said, capsys, monkeypatch):
    monkeypatch.setattr(importlib, "import_module", None)
    assert cli.main(["data", *typed]) == 2
    assert said in capsys.readouterr().err


def test_the_actions_are_those_of_the_verb():
    parser = data_verb._parser()
    [choices] = [action.choices for action in parser._actions if action.choices]
    assert tuple(choices) == cli.VERBS["data"].actions


def test_an_extra_is_for_those_who_need_it():
    needed = {
        ("data", "make", "ethanol"): "reference",
        ("data", "list"): "",
        ("data", "make", "--help"): "",
        ("test",): "test",
        ("test", "-h"): "",
        ("lab",): "",
    }
    assert {call: cli.extra_for(list(call)) for call in needed} == needed


def test_exit_codes_are_told_once_and_the_same(course, capsys):
    cli.main(["--help"])
    table = capsys.readouterr().out.partition("Exit codes:\n")[2]
    told = {int(line.split()[0]) for line in table.splitlines()}
    assert told == set(EXIT_CODES) == {0, 1, 2, 130, 141}
    assert EXITS in " ".join((course / "README.md").read_text(encoding="utf-8").split())


LESSON_VERBS = ("lab", "update", "release", "grade", "report", "audit")


@pytest.mark.parametrize("verb", LESSON_VERBS)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9", "There is no lesson called '9': the lessons are 01-symmetry, "),
        ("symetry", "There is no lesson called 'symetry': did you mean 01-symmetry?"),
    ],
)
def test_a_lesson_that_is_not_there_is_the_same_everywhere(verb, typed, said, tmp_path, capsys):
    own = ["--work", str(tmp_path)] if verb in ("lab", "update", "report") else []
    assert cli.main([verb, typed, *own]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("verb", cli.VERBS)
def test_an_option_that_there_is_not_is_named_with_the_nearest(verb, capsys):
    if verb == "test":
        return  # it is pytest's to say
    action = ["list"] if verb == "data" else []
    try:
        code = cli.main([verb, *action, "--helq"])
    except SystemExit as end:
        code = end.code
    assert code == 2
    said = capsys.readouterr().err
    assert "--helq" in said or "LESSON is missing" in said


def test_wrong_numbers_are_named(capsys):
    for option, value in (("--jobs", "zwei"), ("--jobs", "0"), ("--late-penalty", "200")):
        with pytest.raises(SystemExit, match=r"^2$"):
            cli.main(["grade", "04", option, value])
        said = capsys.readouterr().err.splitlines()
        assert said[0].startswith(f"mlp-course grade: {option}: {value!r} is not a")
        assert said[1:] == ["Help: mlp-course grade --help"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other pipes")
@pytest.mark.parametrize("how", [["--help"], ["grade", "--help"], ["data", "list"]])
def test_a_reader_that_goes_away_is_no_trouble(how):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "mlp_course.cli", *how]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_missing_package_is_one_sentence(capsys, monkeypatch):
    def fail(name):
        raise ModuleNotFoundError("No module named 'dscribe.core'", name="dscribe.core")

    monkeypatch.setattr(importlib, "import_module", fail)
    assert cli.main(["data", "list"]) == 1
    assert (
        capsys.readouterr().err == "The package dscribe is missing: run  python3 course.py doctor\n"
    )


def test_a_fault_of_our_own_is_not_hidden(monkeypatch):
    def fail(name):
        raise ModuleNotFoundError(name="mlp_course.nowhere")

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(ModuleNotFoundError):
        cli.main(["data", "list"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process")
def test_ctrl_c_is_one_line_and_130(tmp_path):
    room = "import time\ndef main(argv):\n    print('go', flush=True)\n    time.sleep(600)\n"
    (tmp_path / "waiting.py").write_text(room)
    code = (
        "import sys, waiting; from mlp_course import cli;"
        "sys.modules['mlp_course.commands.lab'] = waiting; sys.exit(cli.main(['lab']))"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, **pipes) as running:
        assert running.stdout.readline() == "go\n"
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=300)
    assert (running.returncode, said) == (130, "\nStopped.\n")


def test_wrong_options_are_refused():
    done = call("doctor", "--swim")
    assert done.returncode == 2 and "--swim" in done.stderr


def test_every_command_of_the_readme_exists(course):
    text = "".join(
        (course / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")
    )
    named = re.findall(r"(?:course\.py|mlp-course) +([a-z]+)", text)
    assert {"lab", "test"} <= set(named) <= set(cli.VERBS)
