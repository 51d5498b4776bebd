"""The verb `test`, on a course with one right and one wrong test."""

import subprocess
import sys
from pathlib import Path

import pytest

RIGHT = "def test_one_thread():\n    import os\n    assert os.environ['OMP_NUM_THREADS'] == '1'\n"
WRONG = "def test_wrong():\n    assert 1 + 1 == 3\n"
CALL = """
import sys
from pathlib import Path
from mlp_course import cli
from mlp_course.commands import test
test.COURSE = Path.cwd()
sys.exit(cli.main(["test", *sys.argv[1:]]))
"""


@pytest.fixture
def small(tmp_path) -> Path:
    """A folder with two test files."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_right.py").write_text(RIGHT)
    (tmp_path / "test_wrong.py").write_text(WRONG)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 1, "1 failed, 1 passed"),
        (("--jobs", "2", "test_right.py"), 0, "1 passed"),
        (("--jobs", "1", "-k", "wrong"), 1, "1 failed, 1 deselected"),
        (("test_nowhere.py",), 2, "no tests ran"),
        (("-k", "nowhere"), 2, "no tests ran"),
    ],
)
def test_the_verdict_of_pytest_is_passed_on(small, arguments, code, said):
    done = subprocess.run(
        [sys.executable, "-c", CALL, *arguments], cwd=small, capture_output=True, text=True
    )
    assert done.returncode == code and said in done.stdout + done.stderr
    workers = "workers" in done.stdout
    assert workers == ("1" not in arguments)


def test_ci_does_what_the_readme_says(course):
    command = "course.py test"
    assert f"python3 {command}" in (course / "README.md").read_text(encoding="utf-8")
    assert f"python3 {command}" in (course / ".ci" / "run").read_text(encoding="utf-8")
    assert f"python {command}" in (course / ".github" / "workflows" / "test.yml").read_text(
        encoding="utf-8"
    )


def test_quick_leaves_out_what_is_slow(course):
    some = ["tests/commands/test_test.py", "tests/test_ci.py"]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-m", "not slow", *some], cwd=course, capture_output=True, text=True
    )
    assert "test_ci.py" in done.stdout
    assert "test_quick_leaves_out" not in done.stdout
