"""`mlp-course audit`: arguments in, a table and an exit code out."""

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mlp_course.commands.arguments import (
    DONE,
    FAILED,
    INTERRUPTED,
    NOT_BEGUN,
    add_course,
    add_lessons,
    complain,
    parser_of,
    positive,
)
from mlp_course.lessons.course import Course, GradingError

if TYPE_CHECKING:
    from mlp_course.grading.audit.audit import AuditPlan
    from mlp_course.grading.audit.verdict import Verdict

BANK = Path("tests") / "answers"
EVERY = 15.0  # s between two lines of progress where there is no terminal
OFTEN = 0.2  # s where there is one
LINE = 78  # characters on a terminal


def main(argv: list[str]) -> int:
    """Audit the graders.

    Returns 0 if every answer fared as it should, 1 if one did not or could not be audited, 2 if
    nothing could be, 130 after Ctrl-C.
    """
    wanted = _arguments().parse_args(argv)
    # A message may hold what this terminal cannot show.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    from mlp_course.grading.audit import audit
    from mlp_course.grading.audit.bank import strangers

    start = time.perf_counter()
    verdicts: list[Verdict] = []
    plan = audit.AuditPlan()
    interrupted = False
    try:
        course = Course.find(wanted.course)
        answers = _bank(course, wanted.answers)
        named = wanted.lesson + wanted.assignment
        lessons = named or _in_bank(course, wanted.answers)
        plan = audit.plan(course, answers, lessons, wanted.item)
        if answers and not named:
            plan.unusable += strangers(answers, course)
        graded = audit.run_cases(course, plan, wanted.jobs, wanted.timeout)
        for verdict in _reported(graded, plan):
            verdicts.append(verdict)
    # What was found before the audit had to stop is told all the same.
    except (GradingError, OSError) as error:
        complain([error])
        if not verdicts:
            return FAILED if isinstance(error, OSError) else NOT_BEGUN
    except KeyboardInterrupt:
        interrupted = True
    minutes = (time.perf_counter() - start) / 60
    return _close(verdicts, plan, minutes, interrupted, wanted)


def _arguments() -> argparse.ArgumentParser:
    """What `mlp-course audit` understands."""
    parser = parser_of(
        "audit",
        "Grade the graders: put each answer of a bank into an otherwise correct notebook "
        "and grade it.",
        _FOUND,
    )
    add_lessons(parser, "audit")
    parser.add_argument(
        "--assignment",
        metavar="A",
        action="append",
        default=[],
        help="the same as naming the lesson",
    )
    parser.add_argument(
        "--item",
        default="",
        help="only answers to this item",
    )
    parser.add_argument(
        "--answers",
        metavar="DIR",
        type=Path,
        help=f"bank of LESSON/ITEM.accept.LABEL.py ({BANK})",
    )
    _add_how(parser)
    return parser


def _add_how(parser: argparse.ArgumentParser) -> None:
    """What concerns how the audit is done and told, and where the course is."""
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=positive,
        default=os.cpu_count() or 1,
        help="at once (%(default)s)",
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=positive,
        help="for a cell with an answer or a test (30 if the answer is wrong, else 120)",
    )
    parser.add_argument(
        "--brief",
        action="store_true",
        help="leave out what students were told",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print everything as JSON",
    )
    add_course(parser)


_FOUND = (
    "Found is: a right answer that lost a point, a wrong one with full marks, an open one with "
    "any, a wrong one that only the hidden part of a test refused, a message that is not what the "
    "file announces (# says: ...), a file that could not be audited."
)


def _bank(course: Course, named: Path | None) -> Path | None:
    """The bank of answers, named or the course's own; None if there is none."""
    if named:
        if not named.is_dir():
            raise GradingError(f"There is no folder {named}.")
        return named
    own = course.root / BANK
    if not own.is_dir():
        print(
            f"There is no bank {own}: only stubs and worked answers are audited.",
            file=sys.stderr,
        )
        return None
    return own


def _in_bank(course: Course, named: Path | None) -> list[str]:
    """The lessons that a foreign bank has answers to.

    None, which is all of the course, goes with the course's own bank.
    """
    if not named:
        return []
    from mlp_course.grading.audit.bank import lessons_in

    lessons = course.lessons()
    known = [name for name in lessons_in(named) if name in lessons]
    if not known:
        raise GradingError(
            f"{named} has no folder called like a lesson: the lessons are {', '.join(lessons)}."
        )
    return known


def _reported(verdicts: "Iterable[Verdict]", plan: "AuditPlan") -> "Iterator[Verdict]":
    """Pass on each verdict and say how far the audit has come."""
    start = time.monotonic()
    said = 0.0
    terminal = sys.stderr.isatty()
    pause = OFTEN if terminal else EVERY
    for number, verdict in enumerate(verdicts, 1):
        yield verdict
        now = time.monotonic()
        if now - said <= pause:
            continue
        said = now
        # The plan shrinks if a lesson cannot be released.
        total = len(plan.answers)
        left = (now - start) / number * (total - number)
        place = f"{number}/{total}, {left / 60:.1f} min left"
        _say(f"[{place}] {verdict.result.answer.file}", terminal)
    if terminal:
        print(f"\r{'':{LINE}}\r", end="", file=sys.stderr, flush=True)


def _say(text: str, terminal: bool) -> None:
    """Print a line of progress; on a terminal the next one is written over it."""
    if terminal:
        print(f"\r{text[:LINE]:{LINE}}", end="", file=sys.stderr, flush=True)
    else:
        print(text, file=sys.stderr, flush=True)


def _close(
    verdicts: "list[Verdict]",
    plan: "AuditPlan",
    minutes: float,
    interrupted: bool,
    wanted: argparse.Namespace,
) -> int:
    """Print what was found, however far the audit came; the exit code that says it, too."""
    from mlp_course.grading.audit import listing, verdict

    numbers = verdict.counts(verdicts, plan.unusable, minutes)
    if wanted.json:
        everything = listing.as_json(verdicts, plan.unusable, numbers)
        print(json.dumps(everything, indent=1, ensure_ascii=False))
    else:
        faults = listing.faults(verdicts, plan.unusable)
        print("\n".join(listing.table(verdicts, wanted.brief)))
        print("\n".join(["", *faults]).rstrip())
        print(listing.closing(numbers))
    if interrupted:
        print(f"Interrupted: {len(verdicts)} of {len(plan.answers)} were audited.", file=sys.stderr)
        return INTERRUPTED
    if not verdicts:
        print("Nothing could be audited.", file=sys.stderr)
        return FAILED if plan.unusable else NOT_BEGUN
    if any(numbers[status] for status in verdict.FAULTS):
        return FAILED
    return DONE
