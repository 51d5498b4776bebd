"""`mlp-course report`: a student's points so far, or, with `--class`, what a class finds hard."""

import argparse
import sys
from pathlib import Path

from mlp_course.commands.arguments import (
    DONE,
    FAILED,
    NOT_BEGUN,
    add_course,
    add_lessons,
    complain,
    parser_of,
    program,
)
from mlp_course.lessons.course import Course, GradingError, lessons_called


def main(argv: list[str]) -> int:
    """Report; 0 if done, 1 if something could not be read, 2 if there is nothing to report on."""
    wanted = _arguments().parse_args(argv)
    try:
        course = Course.find(wanted.course)
        if wanted.of_class:
            return _class(course, wanted)
        return _student(course, wanted)
    except (GradingError, OSError) as error:
        complain([error])
        return FAILED if isinstance(error, OSError) else NOT_BEGUN


def _arguments() -> argparse.ArgumentParser:
    """What `mlp-course report` understands."""
    parser = parser_of(
        "report",
        "Your points so far by the visible tests, what is open, and about how long it will take.",
    )
    add_lessons(parser, "report on")
    parser.add_argument(
        "--work",
        metavar="DIR",
        type=Path,
        help="your work folder (my-work)",
    )
    parser.add_argument(
        "--class",
        dest="of_class",
        action="store_true",
        help=(
            "for instructors: items and misconceptions that a class failed most, "
            "from what was graded"
        ),
    )
    add_course(parser)
    return parser


def _class(course: Course, wanted: argparse.Namespace) -> int:
    """Report on a class: a list, a page and a table for each lesson with something graded."""
    from mlp_course.grading.report import class_report, difficulties

    # Figures lie beside what was graded.
    folder = course.folder("autograded").with_name("report")
    told = False
    for lesson in course.chosen(wanted.lesson):
        found = difficulties.difficulties(course, lesson)
        if not found:
            continue
        page = folder / f"{lesson}.html"
        table = folder / f"{lesson}.csv"
        class_report.write_page(lesson, found, page)
        class_report.write_table(found, table)
        print("\n".join(class_report.in_terminal(lesson, found)))
        print(f"  page: {page}\n  table: {table}\n")
        told = True
    if not told:
        raise GradingError(f"Nothing is graded yet: run  {program()} grade LESSON  first.")
    return DONE


def _student(course: Course, wanted: argparse.Namespace) -> int:
    """Report on the student's own copies of the lessons."""
    from mlp_course.grading.points.standing import standing
    from mlp_course.grading.points.told import is_unreadable, told, total

    released = course.folder("release")
    known = sorted(path.parent.name for path in released.glob("*/*.ipynb"))
    lessons = lessons_called(wanted.lesson, known, released)
    work = _work(course, wanted.work)
    standings = []
    for lesson in lessons:
        # Running a lesson takes a while; a line says which, and is written over by its result.
        if sys.stdout.isatty():
            print(f"{lesson} ...", end="\r", flush=True)
        given = released / lesson / f"{lesson}.ipynb"
        own = work / lesson / f"{lesson}.ipynb"
        found = standing(lesson, given, own)
        standings.append(found)
        print("\n".join(told(found)), flush=True)
    print(total(standings))
    if any(is_unreadable(found) for found in standings):
        return FAILED
    return DONE


def _work(course: Course, named: Path | None) -> Path:
    """The student's folder; GradingError if it is not there."""
    work = named or course.root / "my-work"
    if not work.is_dir():
        raise GradingError(
            f"There is no folder {work}: "
            f"open the lessons once with  {program()} lab, or use --work."
        )
    return work
