"""`mlp-course report`: a student's points so far, or, with `--class`, what a class finds hard."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from mlp_course.grading.points.standing import Item, Standing

SHOWN = 90  # characters of a message
STEP = 5  # minutes: what time left is rounded to


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
    """Report on a class: a table and a figure for each lesson of which something is graded."""
    from mlp_course.grading.report import difficulties

    # Figures lie beside what was graded.
    folder = course.folder("autograded").with_name("report")
    told = False
    for lesson in course.chosen(wanted.lesson):
        found = difficulties.difficulties(course, lesson)
        if not found:
            continue
        path = folder / f"{lesson}.png"
        print("\n".join(difficulties.table(lesson, found)))
        difficulties.draw(lesson, found, path)
        print(f"  figure: {path}\n")
        told = True
    if not told:
        raise GradingError(f"Nothing is graded yet: run  {program()} grade LESSON  first.")
    return DONE


def _student(course: Course, wanted: argparse.Namespace) -> int:
    """Report on the student's own copies of the lessons."""
    from mlp_course.grading.points.standing import standing

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
        print("\n".join(_told(found)), flush=True)
    print(_total(standings))
    if any(_is_unreadable(found) for found in standings):
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


def _is_unreadable(standing: "Standing") -> bool:
    """Whether nothing can be said of a lesson."""
    return bool(standing.problem) and not standing.items


def _told(standing: "Standing") -> list[str]:
    """What is said of one lesson."""
    from mlp_course.grading.points.standing import BY_HAND, OPEN_ITEM, PASSES, WRONG

    if _is_unreadable(standing):
        return [f"{standing.lesson}: {standing.problem}"]
    most = standing.points()
    left = _left(standing)
    if standing.problem:
        return [f"{standing.lesson}: {standing.problem}, {most:g} points{left}"]

    # Texts count for nothing until somebody marks them.
    by_hand = ""
    written = standing.points(BY_HAND)
    if written:
        by_hand = f", {written:g} written for marking by hand"
    earned = standing.points(PASSES)
    lines = [f"{standing.lesson}: {earned:g} of {most:g} points so far{by_hand}{left}"]
    open_items = []
    for item in standing.items:
        if item.state == WRONG:
            lines.append(f"  not yet right: {_named(item)}: {_said(item)}")
        if item.state == OPEN_ITEM:
            open_items.append(_named(item))
    if open_items:
        lines.append("  open: " + ", ".join(open_items))
    return lines


def _named(item: "Item") -> str:
    """An item and what it is worth."""
    return f"{item.name} ({item.points:g})"


def _said(item: "Item") -> str:
    """What the test says, on one line, as much as fits."""
    said = " ".join(item.message.split())
    if len(said) > SHOWN:
        return said[:SHOWN] + "…"
    return said


def _left(standing: "Standing") -> str:
    """About how long the rest of a lesson takes; '' if nothing is left, or nobody knows."""
    left = standing.minutes_left
    if not left:
        return ""
    # Such a guess is no better than to five minutes.
    steps = max(1, round(left / STEP))
    return f", about {STEP * steps} minutes left"


def _total(standings: list["Standing"]) -> str:
    """The last line: all lessons together."""
    from mlp_course.grading.points.standing import PASSES

    points = sum(standing.points(PASSES) for standing in standings)
    most = sum(standing.points() for standing in standings)
    by = "by the visible tests; grading tries further inputs and adds marks for texts."
    return f"{points:g} of {most:g} points {by}"
