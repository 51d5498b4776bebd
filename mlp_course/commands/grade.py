"""`mlp-course release` and `mlp-course grade`: arguments in, exit code out."""

import argparse
import sys
from pathlib import Path

from mlp_course.lessons.course import Course, GradingError


def release(argv: list[str]) -> int:
    """Make the students' notebooks from the solutions; 0 if done, 1 if something is wrong."""
    parser = argparse.ArgumentParser(
        prog="mlp-course release", description="Make notebooks/ from solutions/."
    )
    parser.add_argument("lesson", nargs="*", help="lessons to release (all, if none is named)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if notebooks/ is out of date"
    )
    zipped = "then write this zip for students: the course without solutions, tests and marks"
    parser.add_argument("--hand-out", metavar="ZIP", type=Path, help=zipped)
    parser.add_argument(
        "--course", metavar="DIR", help="course folder (default: around the current directory)"
    )
    wanted = parser.parse_args(argv)
    from mlp_course.lessons.handout import write_handout
    from mlp_course.lessons.release import check, differences
    from mlp_course.lessons.release import release as put_out

    try:
        course = Course.find(wanted.course)
        lessons = course.chosen(wanted.lesson)
        if faults := check(course, lessons):
            return _complain(faults, "Nothing was released.")
        if wanted.check:
            return _complain(differences(course, lessons), "Run `mlp-course release`.")
        changed = put_out(course, lessons)
        size = write_handout(course, wanted.hand_out) if wanted.hand_out else 0
    except (GradingError, OSError) as error:
        return _complain([str(error)], "Notebooks not named here are as they were.")
    for path in changed:
        print(f"wrote {path.relative_to(course.root)}")
    print(f"{len(lessons)} lessons released, {len(changed)} files changed.")
    if size:
        print(f"for students: {wanted.hand_out} ({size / 1e6:.0f} MB)")
    return 0


def grade(argv: list[str]) -> int:
    """Grade the submissions of a lesson; 0 if all are graded, 1 if some are not, 2 if grading cannot start."""
    wanted = _grade_arguments().parse_args(argv)
    go_on = "run the same command to go on" + " without --again" * wanted.again + "."
    from mlp_course.grading.session import Session, Wishes
    from mlp_course.lessons.release import check

    try:
        course = Course.find(wanted.course)
        [lesson] = course.chosen([wanted.lesson])
        if faults := check(course, [lesson]):
            return 2 * _complain(faults, "Nothing was graded.")
        names = set(Wishes.__dataclass_fields__) & set(vars(wanted))
        session = Session(course, lesson, Wishes(**{name: getattr(wanted, name) for name in names}))
        return session.rehearse() if wanted.dry_run else session.run()
    except (GradingError, OSError) as error:
        return 2 * _complain([str(error)], f"Grading stopped; once that is mended, {go_on}")
    except KeyboardInterrupt:
        return 130 * _complain(["Grading was interrupted."], go_on.capitalize())


def _grade_arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mlp-course grade", description="Grade all submissions of a lesson."
    )
    add = parser.add_argument
    add("lesson", help="lesson to grade; '04' is enough if only one begins so")
    add(
        "--submitted",
        metavar="PLACE",
        type=Path,
        help="collect first: a folder, a zip, a Moodle or Canvas export",
    )
    add(
        "--student",
        dest="students",
        metavar="NAME",
        action="append",
        default=[],
        help="only this one (repeatable)",
    )
    add("--again", action="store_true", help="grade even what has not changed since last time")
    add("--dry-run", action="store_true", help="say what would be done, do nothing")
    add("--jobs", metavar="N", type=_positive, default=1, help="processes at once (1)")
    add(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="let the workers of this Dask cluster execute",
    )
    add(
        "--timeout",
        metavar="SECONDS",
        type=_positive,
        help="for a cell with an answer or a test (120)",
    )
    add(
        "--require-isolation",
        action="store_true",
        help="refuse to run student code without a sandbox",
    )
    add(
        "--marks",
        dest="table",
        metavar="FILE",
        type=Path,
        help="CSV to write (grading/marks/LESSON.csv)",
    )
    add(
        "--format",
        choices=("plain", "moodle", "canvas"),
        default="plain",
        help="write also a CSV these can import",
    )
    add(
        "--no-compare",
        dest="compare",
        action="store_false",
        help="do not look for near-identical submissions",
    )
    add("--course", metavar="DIR", help="course folder (default: around the current directory)")
    add = parser.add_argument_group(
        "said once, these hold for the lesson until something else is said"
    ).add_argument
    add(
        "--due",
        metavar="DATE",
        help="flag what came later: 2026-11-30, '2026-11-30 18:00', or none",
    )
    add(
        "--late-penalty", metavar="PERCENT", type=_percent, help="of the points, for each day begun"
    )
    add(
        "--roster",
        metavar="FILE",
        help="who is in the class: names, a table of Moodle or Canvas, or none",
    )
    zero = "who handed in nothing gets 0 points, not an empty field"
    add("--missing-is-zero", action=argparse.BooleanOptionalAction, help=zero)
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is less than 1")
    return value


def _percent(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 100")
    return value


def _complain(sentences: list[str], last: str) -> int:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    if sentences:
        print(last, file=sys.stderr)
    return 1 if sentences else 0
