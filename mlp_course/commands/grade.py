"""`mlp-course grade`: arguments in, exit code out."""

import argparse
from dataclasses import fields
from pathlib import Path

from mlp_course.commands.arguments import (
    FAILED,
    INTERRUPTED,
    NOT_BEGUN,
    add_course,
    complain,
    parser_of,
    percent,
    positive,
)
from mlp_course.lessons.course import Course, GradingError, NotThere


def main(argv: list[str]) -> int:
    """Grade the submissions of a lesson.

    Returns 0 if all are graded, 1 if some are not, 2 if what was asked for cannot be, 130 after
    Ctrl-C.
    """
    wanted = _parser().parse_args(argv)
    go_on = "run the same command to go on."
    if wanted.again:
        go_on = "run the same command to go on without --again."
    # Only now: who asks for --help, or mistypes, need not wait for the gradebook.
    from mlp_course.grading.options import GradeOptions
    from mlp_course.grading.session import Session
    from mlp_course.lessons.release import check

    try:
        course = Course.find(wanted.course)
        [lesson] = course.chosen([wanted.lesson])
        faults = check(course, [lesson])
        if faults:
            complain(faults, "Nothing was graded.")
            return FAILED
        given = vars(wanted)
        names = [field.name for field in fields(GradeOptions) if field.name in given]
        options = GradeOptions(**{name: given[name] for name in names})
        session = Session(course, lesson, options)
        return session.rehearse() if wanted.dry_run else session.run()
    except NotThere as error:
        complain([error])
        return NOT_BEGUN
    except (GradingError, OSError) as error:
        complain([error], f"Grading stopped; once that is mended, {go_on}")
        return FAILED if isinstance(error, OSError) else NOT_BEGUN
    except KeyboardInterrupt:
        complain(["Grading was interrupted."], go_on.capitalize())
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    """What `mlp-course grade` understands."""
    parser = parser_of("grade", "Grade all submissions of a lesson.")
    parser.add_argument("lesson", metavar="LESSON", help="lesson to grade, as 4 or symmetry")
    _add_choice_of_submissions(parser)
    _add_execution(parser)
    _add_tables(parser)
    add_course(parser)
    _add_what_outlasts_a_run(parser)
    return parser


def _add_choice_of_submissions(parser: argparse.ArgumentParser) -> None:
    """Whose work is graded."""
    parser.add_argument(
        "--submitted",
        metavar="PLACE",
        type=Path,
        help="collect first: a folder, a zip, a Moodle or Canvas export",
    )
    parser.add_argument(
        "--student",
        dest="students",
        metavar="NAME",
        action="append",
        default=[],
        help="only this one (repeatable)",
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help="grade even what has not changed since last time",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="say what would be done, do nothing",
    )


def _add_execution(parser: argparse.ArgumentParser) -> None:
    """Where, and for how long, notebooks are run."""
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=positive,
        default=1,
        help="processes at once (1)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="let the workers of this Dask cluster execute",
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=positive,
        help="of processors, for a cell with an answer or a test (120)",
    )
    parser.add_argument(
        "--require-isolation",
        action="store_true",
        help="refuse to run student code without a sandbox",
    )


def _add_tables(parser: argparse.ArgumentParser) -> None:
    """What is written, and looked for, once all are graded."""
    parser.add_argument(
        "--marks",
        dest="table",
        metavar="FILE",
        type=Path,
        help="CSV to write (grading/marks/LESSON.csv)",
    )
    parser.add_argument(
        "--format",
        choices=("plain", "moodle", "canvas"),
        default="plain",
        help="write also a CSV these can import",
    )
    parser.add_argument(
        "--provisional",
        action="store_true",
        help="write it even while answers wait for a mark by hand",
    )
    parser.add_argument(
        "--new-gradebook",
        action="store_true",
        help="begin a gradebook anew in place of one that is gone",
    )
    parser.add_argument(
        "--no-compare",
        dest="compare",
        action="store_false",
        help="do not look for near-identical submissions",
    )


def _add_what_outlasts_a_run(parser: argparse.ArgumentParser) -> None:
    """What is remembered for the lesson."""
    group = parser.add_argument_group(
        "said once, these hold for the lesson until something else is said"
    )
    group.add_argument(
        "--due",
        metavar="DATE",
        help="flag what came later: 2026-11-30, '2026-11-30 18:00', or none",
    )
    group.add_argument(
        "--late-penalty",
        metavar="PERCENT",
        type=percent,
        help="of the points, for each day begun",
    )
    group.add_argument(
        "--roster",
        metavar="FILE",
        help="who is in the class: names, a table of Moodle or Canvas, or none",
    )
    group.add_argument(
        "--missing-is-zero",
        action=argparse.BooleanOptionalAction,
        help="who handed in nothing gets 0 points, not an empty field",
    )
