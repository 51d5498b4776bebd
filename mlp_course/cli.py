"""The verbs of the command line: `mlp-course VERB ...`, or `python3 course.py VERB ...`.

The second works from nothing. Each verb is one function `main(argv) -> exit code` in a room of its
own, imported only when it is called.
"""

import importlib
import os
import sys
from typing import NamedTuple


class Verb(NamedTuple):
    """Where a verb lives ("module:function"), which extra it needs, and what it does.

    The extras are those of pyproject.toml.
    """

    function: str
    extra: str
    text: str


VERBS = {
    "lab": Verb("mlp_course.commands.lab:main", "", "open the lessons in JupyterLab"),
    "update": Verb(
        "mlp_course.commands.update:main",
        "",
        "bring corrected lessons into your copies; answers stay",
    ),
    "test": Verb("mlp_course.commands.test:main", "test", "run every test of the course"),
    "doctor": Verb(
        "mlp_course.commands.doctor:main", "", "say what is missing or broken, and how to mend it"
    ),
    "release": Verb(
        "mlp_course.commands.release:main", "", "make the students' notebooks from the solutions"
    ),
    "grade": Verb("mlp_course.commands.grade:main", "", "grade what students handed in"),
    "sample": Verb("mlp_course.commands.sample:main", "", "make a sample class, to try grading on"),
    "audit": Verb(
        "mlp_course.commands.audit:main", "", "grade the graders: try every answer of a bank"
    ),
    "report": Verb(
        "mlp_course.commands.report:main", "", "your points so far; --class: what is hard"
    ),
    "book": Verb("mlp_course.commands.book:main", "book", "build the course's web pages"),
    "data": Verb(
        "mlp_course.commands.data:main",
        "reference",
        "make the reference data again, or check it",
    ),
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
    module, name = VERBS[verb].function.split(":")
    try:
        function = getattr(importlib.import_module(module), name)
        return function(arguments)
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
    for verb, (_, _, text) in VERBS.items():
        print(f"    {program} {verb:9}{text}", file=out)
    print("Add --help to any of them.", file=out)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
