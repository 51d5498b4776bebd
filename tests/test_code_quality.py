"""Lint, format and types, as pyproject.toml has them: no complaint."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers import ROOT

BIN = Path(sys.executable).parent
CHECKS = {
    "ruff check": ["ruff", "check", "--no-cache", "."],
    "ruff format": ["ruff", "format", "--no-cache", "--check", "."],
    "mypy": ["mypy", "--no-error-summary"],
}


def complaints(check: str, folder: Path) -> str:
    """What a checker says of the code in `folder`; '' if nothing."""
    program, *options = CHECKS[check]
    call = [str(BIN / program), *options]
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("check", CHECKS)
def test_there_is_no_complaint(check):
    assert complaints(check, ROOT) == ""


@pytest.mark.parametrize(
    ("check", "line", "said"),
    [
        ("ruff check", "import os\n", "F401"),
        ("ruff format", "x  =  1\n", "would be reformatted"),
        ("mypy", "x: int = ''\n", "Incompatible types"),
    ],
)
def test_a_planted_fault_is_seen(tmp_path, check, line, said):
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "mlp_course").mkdir()
    (tmp_path / "course.py").write_text("")
    (tmp_path / "mlp_course" / "__init__.py").write_text(line)
    assert said in complaints(check, tmp_path)
