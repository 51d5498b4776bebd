#!/usr/bin/env python3
"""Set up and run the course with nothing but Python 3.11 or newer.

The first call makes the folder .venv and installs everything into it; later calls start at once.
Each verb is then handed to `mlp-course` inside that environment.
"""

import sys

# Before anything an older Python might trip over.
if sys.version_info < (3, 11):  # noqa: UP036 - that is what is asked here
    import shutil
    import subprocess

    def runs(name):
        """Whether a Python of that name starts, and is new enough: pyenv has names of none."""
        program = shutil.which(name)
        if not program:
            return False
        code = "import sys, venv; sys.exit(sys.version_info < (3, 11))"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        try:
            return subprocess.call([program, "-c", code], **quiet) == 0
        except OSError:
            return False

    NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")
    newer = [name for name in NAMES if runs(name)]
    mend = "install one from python.org, then run this again."
    if newer:
        mend = "run  {} course.py".format(newer[0])  # noqa: UP032 - an old Python reads this
    here = "{}.{}".format(*sys.version_info[:2])
    needed = "course.py: Python 3.11 or newer is needed, and this is {}: {}"
    sys.exit(needed.format(here, mend))

import contextlib
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from mlp_course import cli, printing  # noqa: E402 - now that it can be found
from mlp_course.commands.arguments import CALLED, FAILED, INTERRUPTED  # noqa: E402
from mlp_course.setup import environment  # noqa: E402

HERE = "py course.py" if os.name == "nt" else "python3 course.py"


def main(argv: list[str]) -> int:
    """Prepare the environment and hand over `argv` = [verb, *arguments]; returns the exit code."""
    os.environ[CALLED] = HERE
    argv = cli.in_order(argv)
    # What cannot be run needs no environment.
    if cli.is_about_verbs(argv):
        return cli.explain(argv)
    verb, *arguments = argv
    try:
        if verb != "doctor":  # it must speak when nothing else works
            environment.prepare(ROOT, cli.extra_for(argv))
        return hand_over(verb, arguments)
    except KeyboardInterrupt:
        stopped = "Stopped. Run the same command again: it goes on where it was."
        print(f"\ncourse.py: {stopped}", file=sys.stderr)
        return INTERRUPTED
    except (environment.SetupError, OSError) as error:
        print(f"course.py: {environment.in_words(error)}", file=sys.stderr)
        return FAILED


def hand_over(verb: str, arguments: list[str]) -> int:
    """Become `mlp-course verb arguments`; where a process cannot (Windows), wait for it."""
    python = environment.python(ROOT)
    flags = ["-P"]
    if verb == "doctor":
        # Run from the folder itself: perhaps nothing is installed.
        os.chdir(ROOT)
        flags = []
        if not python.exists():
            python = Path(sys.executable)
    command = [str(python), *flags, "-m", "mlp_course.cli", verb, *arguments]
    variables = environment.variables(ROOT)
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, variables)
    with subprocess.Popen(command, env=variables) as child:
        while True:
            # Ctrl-C reaches the child, too.
            with contextlib.suppress(KeyboardInterrupt):
                return child.wait()


if __name__ == "__main__":
    sys.exit(printing.run(lambda: main(sys.argv[1:])))
