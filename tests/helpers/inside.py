"""A program that is run in a sandbox."""

import subprocess
import sys

import pytest

from mlp_course.grading.run import bubblewrap, sandbox

needs_sandbox = pytest.mark.skipif(
    bool(sandbox.missing()), reason=f"needs a sandbox: {sandbox.missing()}"
)


def inside(program: str, before: str = "") -> str:
    """What a Python program prints as process 1 of a sandbox."""
    line = bubblewrap.command([sys.executable, "-c", f"{before}\n{program}"])
    ran = subprocess.run(
        line, capture_output=True, text=True, env=bubblewrap.environment(), timeout=60, check=False
    )
    return (ran.stdout + ran.stderr).strip()
