"""What several verbs do with their arguments and problems. Standard library only.

They check numbers, complain in sentences, end with a code.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import NoReturn

from mlp_course.printing import UNHEARD
from mlp_course.spelling import nearest

DONE = 0
FAILED = 1
NOT_BEGUN = 2
INTERRUPTED = 130  # what a shell reports after Ctrl-C

# Of every verb, so that a script can rely on it
EXIT_CODES = {
    DONE: "all is well",
    FAILED: "something was found, or went wrong on the way",
    NOT_BEGUN: "what was asked for cannot be: no such verb, option, lesson or folder",
    INTERRUPTED: "stopped with Ctrl-C: the same command goes on",
    UNHEARD: "nobody reads what it prints any more (... | head)",
}
EXITS = "Exit codes: 0 all is well, 1 something was found or failed, 2 wrong use, 130 Ctrl-C."
CALLED = "MLP_COURSE_CALLED"  # how the user called it, where that was not by its own name


def program() -> str:
    """What users type before a verb."""
    return os.environ.get(CALLED, "mlp-course")


class Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong, with what was typed in it, and where help is."""

    def parse_args(self, args=None, namespace=None):
        """As argparse does it; an option that there is not is told with the nearest there is."""
        found, left = self.parse_known_args(args, namespace)
        if left:
            self.error(self.unknown(left))
        return found

    def unknown(self, left: Sequence[str]) -> str:
        """What is wrong with arguments that nobody understands."""
        for typed in left:
            if typed.startswith("-"):
                name, _, _ = typed.partition("=")
                meant = nearest(name, self._option_string_actions)
                guess = f": did you mean {meant}?" if meant else ""
                return f"there is no option {name}{guess}"
        return f"nothing is known to do with {' '.join(left)!r}"

    def error(self, message: str) -> NoReturn:
        """Print the sentence and end with NOT_BEGUN."""
        # argparse's own words, of which the first one says nothing
        message = message.removeprefix("argument ")
        missing = re.fullmatch(r"the following arguments are required: (.+)", message)
        if missing:
            message = f"{missing[1]} is missing"
        print(f"{self.prog}: {message}", file=sys.stderr)
        print(f"Help: {self.prog} --help", file=sys.stderr)
        sys.exit(NOT_BEGUN)


def parser_of(verb: str, description: str, epilog: str = "") -> Parser:
    """A parser for the arguments of a verb, which as yet knows none but --help."""
    return Parser(
        prog=f"{program()} {verb}",
        description=description,
        epilog=f"{epilog} {EXITS}".strip(),
        allow_abbrev=False,
    )


def whole(text: str) -> int:
    """A whole number from 0 on; argparse makes a sentence of anything else."""
    return _at_least(0, text)


def positive(text: str) -> int:
    """A whole number of at least 1; argparse makes a sentence of anything else."""
    return _at_least(1, text)


def percent(text: str) -> float:
    """A number from 0 to 100; argparse makes a sentence of anything else."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 100")
    return value


def complain(sentences: Iterable[object], last: str = "") -> None:
    """Say on stderr what is wrong, sentence by sentence, and then what to do.

    Nothing is said if nothing is wrong.
    """
    said = [str(sentence) for sentence in sentences]
    if said and last:
        said.append(last)
    for sentence in said:
        print(sentence, file=sys.stderr)


def add_course(parser: argparse.ArgumentParser) -> None:
    """The option that names the course folder."""
    parser.add_argument(
        "--course",
        metavar="DIR",
        help="course folder (default: around the current directory)",
    )


def add_lessons(parser: argparse.ArgumentParser, why: str) -> None:
    """Lessons that may be named, or not; `why` is what for."""
    parser.add_argument(
        "lesson",
        metavar="LESSON",
        nargs="*",
        help=f"lessons to {why}, as 4 or symmetry (all, if none is named)",
    )


def _at_least(least: int, text: str) -> int:
    """The whole number that was typed, if it is no less."""
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if value < least:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {least}")
    return value
