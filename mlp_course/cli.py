"""The verbs of the command line: `mlp-course VERB ...`, or `python3 course.py VERB ...`.

The second works from nothing. Each verb is one function `main(argv) -> exit code` in a module of
`commands`, imported only when it is called.
"""

import importlib
import os
import sys
from typing import NamedTuple


class Verb(NamedTuple):
    """What a verb does, and which extra of pyproject.toml it needs.

    It lives in `commands`, in the module of its name.
    """

    text: str
    extra: str = ""


VERBS = {
    "lab": Verb("open the lessons in JupyterLab"),
    "update": Verb("bring corrected lessons into your copies; answers stay"),
    "test": Verb("run every test of the course", extra="test"),
    "doctor": Verb("say what is missing or broken, and how to mend it"),
    "release": Verb("make the students' notebooks from the solutions"),
    "grade": Verb("grade what students handed in"),
    "sample": Verb("make a sample class, to try grading on"),
    "audit": Verb("grade the graders: try every answer of a bank"),
    "report": Verb("your points so far; --class: what is hard"),
    "book": Verb("build the course's web pages", extra="book"),
    "data": Verb("make the reference data again, or check it", extra="reference"),
}
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
}


def main(argv: list[str] | None = None) -> int:
    """Run `argv` = [verb, *arguments].

    Returns 0 if all went well, 1 or 2 if not, 130 after Ctrl-C.
    """
    if argv is None:
        argv = sys.argv[1:]
    if not argv or argv[0] not in VERBS:
        return explain(argv, "mlp-course")

    # Before numpy and torch are imported
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)

    verb, *arguments = argv
    try:
        command = importlib.import_module(f"mlp_course.commands.{verb}")
        return command.main(arguments)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package == "mlp_course":
            raise
        print(f"The package {package} is missing: run  python3 course.py doctor", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def explain(argv: list[str], program: str) -> int:
    """Print the verbs.

    Returns 0 if that was asked for, 2 if `argv` holds a verb that there is not.
    """
    asked = not argv or argv[0] in ("-h", "--help", "help")
    out = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"There is no verb {argv[0]!r}.", file=out)
    for name, verb in VERBS.items():
        print(f"    {program} {name:9}{verb.text}", file=out)
    print("Add --help to any of them.", file=out)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
