"""What several verbs do with their arguments and problems.

They check numbers, complain in sentences, end with a code.
"""

import argparse
import sys
from collections.abc import Iterable

DONE = 0
FAILED = 1  # something of what was asked for could not be done
NOT_BEGUN = 2  # nothing was done: what was asked for cannot be
INTERRUPTED = 130  # what a shell reports after Ctrl-C


def positive(text: str) -> int:
    """A whole number of at least 1; argparse makes a sentence of anything else."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than 1")
    return value


def percent(text: str) -> float:
    """A number from 0 to 100; argparse makes a sentence of anything else."""
    value = float(text)
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 100")
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
