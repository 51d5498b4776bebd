"""`mlp-course audit`: arguments in, a table and an exit code out."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from mlp_course.lessons.course import Course, GradingError

BANK = Path("tests") / "answers"
EVERY = 15.0  # s between two lines of progress where there is no terminal


def main(argv: list[str]) -> int:
    """Audit the graders.

    Returns 0 if every answer fared as it should, 1 if one did not or could not be audited, 2 if nothing could be,
    130 after Ctrl-C.
    """
    wanted = _arguments().parse_args(argv)
    sys.stdout.reconfigure(errors="replace")  # a message may hold what this terminal cannot show
    from mlp_course.grading.audit import audit
    from mlp_course.grading.audit.bank import strangers

    start, verdicts, plan, interrupted = time.perf_counter(), [], audit.Plan(), False
    try:
        course = Course.find(wanted.course)
        answers = _bank(course, wanted.answers)
        lessons = wanted.lesson + wanted.assignment
        plan = audit.plan(course, answers, lessons or _in_bank(course, wanted.answers), wanted.item)
        plan.unusable += strangers(answers, course) if answers and not lessons else []
        for verdict in _reported(audit.run(course, plan, wanted.jobs, wanted.timeout), plan):
            verdicts.append(verdict)
    except (GradingError, OSError) as error:
        print(error, file=sys.stderr)
        if not verdicts:
            return 2
    except KeyboardInterrupt:
        interrupted = True
    return _close(verdicts, plan, (time.perf_counter() - start) / 60, interrupted, wanted)


def _arguments() -> argparse.ArgumentParser:
    about = "Grade the graders: put each answer of a bank into an otherwise correct notebook and grade it."
    parser = argparse.ArgumentParser(
        prog="mlp-course audit", description=about, epilog=_EXITS, allow_abbrev=False
    )
    parser.add_argument("lesson", nargs="*", help="lessons to audit, as in 'audit 04' (all)")
    parser.add_argument(
        "--assignment",
        metavar="A",
        action="append",
        default=[],
        help="the same as naming the lesson",
    )
    parser.add_argument("--item", default="", help="only answers to this item")
    parser.add_argument(
        "--answers", metavar="DIR", type=Path, help=f"bank of LESSON/ITEM.accept.LABEL.py ({BANK})"
    )
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=_number,
        default=os.cpu_count() or 1,
        help="at once (%(default)s)",
    )
    seconds = "for a cell with an answer or a test (30 if the answer is wrong, else 120)"
    parser.add_argument("--timeout", metavar="SECONDS", type=_number, help=seconds)
    parser.add_argument("--brief", action="store_true", help="leave out what students were told")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument(
        "--course", metavar="DIR", help="course folder (default: around the current directory)"
    )
    return parser


_EXITS = (
    "Exit code 1: a right answer lost a point, a wrong one got full marks, an open one got any, a message is not what "
    "the file announces (# says: ...), or a file could not be audited. 2: nothing could be audited."
)


def _number(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return int(text)


def _bank(course: Course, named: Path | None) -> Path | None:
    if named and not named.is_dir():
        raise GradingError(f"There is no folder {named}.")
    own = course.root / BANK
    if named is None and not own.is_dir():
        print(
            f"There is no bank {own}: only stubs and worked answers are audited.", file=sys.stderr
        )
        return None
    return named or own


def _in_bank(course: Course, named: Path | None) -> list[str]:
    """The lessons that a foreign bank has answers to; all of the course's go with the course's own."""
    from mlp_course.grading.audit.bank import lessons_in

    known = [name for name in lessons_in(named) if name in course.lessons()] if named else []
    if named and not known:
        raise GradingError(
            f"{named} has no folder called like a lesson: the lessons are {', '.join(course.lessons())}."
        )
    return known


def _reported(verdicts: Iterable, plan) -> Iterator:
    """Pass on each verdict and say how far the audit has come."""
    start, said = time.monotonic(), 0.0
    terminal = sys.stderr.isatty()
    for number, verdict in enumerate(verdicts, 1):
        yield verdict
        now = time.monotonic()
        if now - said > (0.2 if terminal else EVERY):
            said, left = now, (now - start) / number * (len(plan.answers) - number)
            text = f"[{number}/{len(plan.answers)}, {left / 60:.1f} min left] {verdict.tried.answer.file}"
            print(
                f"\r{text[:78]:78}" if terminal else text,
                end="" if terminal else "\n",
                file=sys.stderr,
                flush=True,
            )
    if terminal:
        print(f"\r{'':78}\r", end="", file=sys.stderr, flush=True)


def _close(
    verdicts: list, plan, minutes: float, interrupted: bool, wanted: argparse.Namespace
) -> int:
    from mlp_course.grading.audit import verdict

    numbers = verdict.counts(verdicts, plan.unusable, minutes)
    if wanted.json:
        print(
            json.dumps(
                verdict.as_json(verdicts, plan.unusable, numbers), indent=1, ensure_ascii=False
            )
        )
    else:
        print("\n".join(verdict.table(verdicts, wanted.brief)))
        print("\n".join(["", *verdict.faults(verdicts, plan.unusable)]).rstrip())
        print(verdict.closing(numbers))
    if interrupted:
        print(f"Interrupted: {len(verdicts)} of {len(plan.answers)} were audited.", file=sys.stderr)
        return 130
    if not verdicts:
        print("Nothing could be audited.", file=sys.stderr)
        return 2
    return int(any(numbers[status] for status in verdict.FAULTS))
