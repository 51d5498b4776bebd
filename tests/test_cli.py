"""The verbs: each exists, explains itself, is imported only when called, and ends with an honest
exit code.
"""

import importlib
import re
import signal
import subprocess
import sys

import pytest

from mlp_course import cli


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


def test_a_missing_package_is_one_sentence(capsys, monkeypatch):
    def fail(name):
        raise ModuleNotFoundError("No module named 'dscribe.core'", name="dscribe.core")

    monkeypatch.setattr(importlib, "import_module", fail)
    assert cli.main(["data"]) == 1
    assert (
        capsys.readouterr().err == "The package dscribe is missing: run  python3 course.py doctor\n"
    )


def test_a_fault_of_our_own_is_not_hidden(monkeypatch):
    def fail(name):
        raise ModuleNotFoundError(name="mlp_course.nowhere")

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(ModuleNotFoundError):
        cli.main(["data"])


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
