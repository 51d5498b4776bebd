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

    It lives in `commands`, in the module of its name. One with `actions` does nothing without one
    of them, and those in `with_extra` alone need the extra. It works on the folder of the course
    that it `needs`, which students do not have.
    """

    text: str
    extra: str = ""
    actions: tuple[str, ...] = ()
    with_extra: tuple[str, ...] = ()
    needs: str = ""


VERBS = {
    "lab": Verb("open the lessons in JupyterLab"),
    "update": Verb("bring corrected lessons into your copies; answers stay"),
    "test": Verb("run every test of the course", extra="test", needs="tests"),
    "doctor": Verb("say what is missing or broken, and how to mend it"),
    "release": Verb("make the students' notebooks from the solutions", needs="solutions"),
    "grade": Verb("grade what students handed in", needs="solutions"),
    "sample": Verb("make a sample class, to try grading on", needs="solutions"),
    "audit": Verb("grade the graders: try every answer of a bank", needs="solutions"),
    "report": Verb("your points so far; --class: what is hard"),
    "book": Verb("build the course's web pages", extra="book", needs="solutions"),
    "data": Verb(
        "make the reference data again, or check it",
        extra="reference",
        actions=("list", "verify", "make", "check"),
        with_extra=("make", "check"),
    ),
}
HELP = ("-h", "--help", "help")
VERSION = ("-V", "--version", "version")
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
}


def main(argv: list[str] | None = None) -> int:
    """Run `argv` = [verb, *arguments]; returns one of the EXIT_CODES of `commands.arguments`.

    Without `argv` this is the whole program.
    """
    if argv is None:
        from mlp_course import printing

        return printing.run(lambda: main(sys.argv[1:]))
    argv = in_order(argv)
    if is_about_verbs(argv):
        return explain(argv)

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


def in_order(argv: list[str]) -> list[str]:
    """`help lab` and `--help lab` are `lab --help`."""
    if len(argv) == 2 and argv[0] in HELP and argv[1] in VERBS:
        return [argv[1], "--help"]
    return argv


def extra_for(argv: list[str]) -> str:
    """The extra that a call needs: who only reads about a verb need not install it."""
    verb = VERBS[argv[0]]
    if any(argument in HELP for argument in argv[1:]):
        return ""
    if verb.actions and argv[1] not in verb.with_extra:
        return ""
    return verb.extra


def is_about_verbs(argv: list[str]) -> bool:
    """Whether there is nothing to run: no verb, none that there is, or no action of it."""
    if not argv or argv[0] not in VERBS:
        return True
    actions = VERBS[argv[0]].actions
    if not actions:
        return False
    return len(argv) < 2 or argv[1] not in (*actions, *HELP)


def explain(argv: list[str]) -> int:
    """Say which verbs there are, or what is wrong with the one that was typed.

    Needs nothing but the standard library. Returns DONE if it was asked for, NOT_BEGUN if not.
    """
    from mlp_course.commands.arguments import DONE, NOT_BEGUN, complain, program
    from mlp_course.spelling import nearest, not_there

    if not argv or argv[0] in HELP:
        print("\n".join(_overview(program())))
        return DONE
    typed = argv[0]
    if typed in VERSION:
        print(f"mlp-course {version()}")
        return DONE
    if typed in VERBS:
        actions = VERBS[typed].actions
        wrong = f"{program()} {typed}: ACTION is missing: the actions are {', '.join(actions)}."
        if argv[1:]:
            wrong = not_there("action", argv[1], actions)
        complain([wrong], f"Help: {program()} {typed} --help")
        return NOT_BEGUN
    if nearest(typed, VERBS):
        complain([not_there("verb", typed, VERBS)], f"Help: {program()} --help")
    else:
        complain([f"There is no verb {typed!r}.", *_overview(program())])
    return NOT_BEGUN


def version() -> str:
    """Of the course that lies here; of the installed library if it lies alone."""
    import tomllib
    from importlib import metadata

    from mlp_course.files import COURSE

    try:
        about = tomllib.loads((COURSE / "pyproject.toml").read_text(encoding="utf-8"))
        return about["project"]["version"]
    except OSError:
        return metadata.version("mlp-course")


def _overview(program: str) -> list[str]:
    """The verbs that can work here, and with which code each of them ends."""
    from mlp_course.commands.arguments import EXIT_CODES
    from mlp_course.files import COURSE

    lines = []
    for name, verb in VERBS.items():
        if (COURSE / verb.needs).is_dir():
            lines.append(f"    {program} {name:9}{verb.text}")
    lines += ["Add --help to any of them. Exit codes:"]
    lines += [f"    {code:3}  {meaning}" for code, meaning in EXIT_CODES.items()]
    return lines


if __name__ == "__main__":
    sys.exit(main())
