#!/usr/bin/env python3
"""Set up and run the course with nothing but Python 3.11 or newer.

The first call makes the folder .venv and installs everything into it; later calls start at once.
Each verb is then handed to `mlp-course` inside that environment.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - before anything an older Python might trip over
    import shutil

    newer = [name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)]
    sys.exit(
        "course.py: Python 3.11 or newer is needed, and this is {}.{}: ".format(
            *sys.version_info[:2]
        )
        + (
            f"run  {newer[0]} course.py"
            if newer
            else "install one from python.org, then run this again."
        )
    )

import contextlib
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from mlp_course import cli
from mlp_course.setup import environment


def main(argv: list[str]) -> int:
    """Prepare the environment and hand over `argv` = [verb, *arguments]; returns the exit code."""
    if not argv or argv[0] not in cli.VERBS:
        return cli.explain(argv, "python3 course.py")
    try:
        if argv[0] != "doctor":  # it must speak when nothing else works
            environment.prepare(ROOT, cli.VERBS[argv[0]].extra)
        return hand_over(argv[0], argv[1:])
    except KeyboardInterrupt:
        print(
            "\ncourse.py: Stopped. Run the same command again: it goes on where it was.",
            file=sys.stderr,
        )
        return 130
    except (environment.SetupError, OSError) as error:
        print(f"course.py: {environment.in_words(error)}", file=sys.stderr)
        return 1


def hand_over(verb: str, arguments: list[str]) -> int:
    """Become `mlp-course verb arguments`; where a process cannot (Windows), wait for it."""
    flags, python = ["-P"], environment.python(ROOT)
    if verb == "doctor":  # run from the folder itself: perhaps nothing is installed
        os.chdir(ROOT)
        flags, python = [], python if python.exists() else Path(sys.executable)
    command = [str(python), *flags, "-m", "mlp_course.cli", verb, *arguments]
    variables = environment.variables(ROOT)
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, variables)
    with subprocess.Popen(command, env=variables) as child:
        while True:
            with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C reaches the child too
                return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
