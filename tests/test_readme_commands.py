"""Every command that README.md and the page for students name is run.

Here as it stands, or by the test named below.
"""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from mlp_course.setup import record

PAGES = ("README.md", "book/how-to-use.md")
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:python3|py|mlp-course|conda|pip|apt-get) [^`\n]+)`")
NEEDED = (
    "course.py",
    "mlp_course",
    "pyproject.toml",
    "constraints.txt",
    "nbgrader_config.py",
    "README.md",
    "LICENSE",
    "data",
    "solutions",
    "notebooks",
    "tests/answers",
    "tests/quiz/texts",
)

HERE = {  # run in this order, in a copy of the course: what it must print
    "python3 course.py lab --copy-only": "Your lessons are in ",
    "python3 course.py --help": "Exit codes:",
    "python3 course.py doctor": " things were looked at.",
    "python3 course.py report": "by the visible tests",
    "python3 course.py update": "Your lessons are up to date.",
    "python3 course.py sample": "The folder sample holds lesson 01-symmetry",
    "python3 course.py release": "7 lessons released, ",
    "python3 course.py release --hand-out students.zip": "for students: students.zip",
}
ELSEWHERE = {  # what takes minutes, a browser or a class: the test that runs it
    "python3 course.py lab": "commands/test_lab.py::test_jupyterlab_comes_up_offline_and_validates",
    "python3 course.py lab --no-browser": (
        "commands/test_lab.py::test_jupyterlab_comes_up_offline_and_validates"
    ),
    "python3 course.py lab --course": (
        "grading/steps/test_formgrader.py::test_the_class_is_listed_with_its_marks"
    ),
    "python3 course.py test": "commands/test_test.py::test_the_verdict_of_pytest_is_passed_on",
    "python3 course.py grade 04": (
        "grading/test_submissions.py::test_everybody_gets_the_expected_marks"
    ),
    "python3 course.py report --class": (
        "grading/points/test_report.py::test_the_class_is_reported_without_running_anything"
    ),
    "python3 course.py audit 04": (
        "grading/audit/test_audit.py::test_a_bank_without_fault_is_a_table_and_zero"
    ),
    "python3 course.py book": (
        "book/test_book_site.py::test_every_figure_of_a_lesson_is_on_its_page"
    ),
    "python3 course.py data check ethanol": "reference/test_command.py::test_check",
}
SAME = {  # in other words: what it comes to
    "py course.py lab": "python3 course.py lab",
    "mlp-course lab": "python3 course.py lab",
    "mlp-course lab --copy-only": "python3 course.py lab --copy-only",
}
# Other programs, not run: the test that holds what they read to the course, or why there is none
OF_CONDA = "setup/test_environment.py::test_conda_hands_over_to_pip"
FOREIGN = {
    "conda env create -f environment.yml": (
        "setup/test_environment.py::test_conda_hands_over_to_pip"
    ),
    "conda activate mlp-course": "setup/test_environment.py::test_conda_hands_over_to_pip",
    "apt-get install bubblewrap": "a package of the system, which needs its administrator",
}


def commands(text: str) -> list[str]:
    """Every command in blocks without a language and in the running text, without comments."""
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    found = [
        shlex.join(shlex.split(line, comments=True)) for line in [*lines, *INLINE.findall(text)]
    ]
    return [command for command in found if command]


def has_test(course: Path, name: str) -> bool:
    """Whether the test `file::function` is there."""
    file, _, function = name.partition("::")
    path = course / "tests" / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_command_is_left_out_and_none_is_listed_in_vain(course):
    named = {
        SAME.get(name, name)
        for page in PAGES
        for name in commands((course / page).read_text(encoding="utf-8"))
    }
    assert named == {*HERE, *ELSEWHERE, *FOREIGN}


def test_the_tests_that_are_named_are_there(course):
    names = [name for name in (*ELSEWHERE.values(), *FOREIGN.values()) if "::" in name]
    assert [name for name in names if not has_test(course, name)] == []


def test_a_new_command_and_a_missing_test_are_seen(course):
    text = (
        "Run `python3 course.py swim -x`.\n\n"
        "```\npython3 course.py dive   # deep\n\n```\n```python\n>>> 1\n```\n"
    )
    assert commands(text) == ["python3 course.py dive", "python3 course.py swim -x"]
    assert not has_test(course, "commands/test_test.py::test_nothing") and not has_test(
        course, "test_nowhere.py::test_it"
    )


@pytest.fixture(scope="module")
def copied(course, tmp_path_factory) -> Path:
    """A copy of the course, whose environment finds the copy's library first and else uses the
    packages of this one.
    """
    root = tmp_path_factory.mktemp("copy") / "course"
    for name in NEEDED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        ignored = shutil.ignore_patterns("__pycache__", "work")
        copy = (
            shutil.copy
            if (course / name).is_file()
            else lambda a, b, i=ignored: shutil.copytree(a, b, ignore=i)
        )
        copy(course / name, root / name)
    packages = Path(sysconfig.get_path("purelib"))
    own = root / ".venv" / packages.relative_to(sys.prefix)
    own.mkdir(parents=True)
    (own / "here.pth").write_text(f"{root}\n{packages}\n")
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", root / ".venv")
    for name in ("bin", "etc", "share"):
        (root / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    finished = {
        "place": record.place_of(root),
        "extras": [],
        "key": record.key_of(root),
        "packages": [],
    }
    (root / ".venv" / "course.json").write_text(json.dumps(finished))
    return root


@pytest.mark.skipif(sys.platform == "win32", reason="an environment is borrowed by links")
@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="there is no environment to borrow")
@pytest.mark.parametrize("command", HERE)
def test_a_command_does_what_is_said(copied, command):
    call = [sys.executable, *shlex.split(command)[1:]]
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(call, cwd=copied, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert HERE[command] in done.stdout
    assert "Making the environment" not in done.stdout
    assert str(copied) in done.stdout or "lab" not in command  # the copy's library answered
