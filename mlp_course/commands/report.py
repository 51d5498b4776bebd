"""`mlp-course report`: a student's points so far, or, with `--class`, what a class finds hard."""

import argparse
import sys
from pathlib import Path

from mlp_course.lessons.course import Course, GradingError

SHOWN = 90  # characters of a message


def main(argv: list[str]) -> int:
    """Report; 0 if done, 1 if there is something that could not be read, 2 if there is nothing to report on."""
    wanted = _arguments().parse_args(argv)
    try:
        course = Course.find(wanted.course)
        return _class(course, wanted) if wanted.of_class else _student(course, wanted)
    except (GradingError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _arguments() -> argparse.ArgumentParser:
    about = (
        "Your points so far by the visible tests, what is open, and about how long it will take."
    )
    parser = argparse.ArgumentParser(prog="mlp-course report", description=about)
    parser.add_argument("lesson", nargs="*", help="lessons to report on (all)")
    parser.add_argument("--work", metavar="DIR", type=Path, help="your work folder (my-work)")
    hard = (
        "for instructors: items and misconceptions that a class failed most, from what was graded"
    )
    parser.add_argument("--class", dest="of_class", action="store_true", help=hard)
    parser.add_argument(
        "--course", metavar="DIR", help="course folder (default: around the current directory)"
    )
    return parser


def _class(course: Course, wanted: argparse.Namespace) -> int:
    from mlp_course.grading.report import difficulties

    told = False
    for lesson in course.chosen(wanted.lesson):
        if found := difficulties.difficulties(course, lesson):
            path = course.folder("autograded").with_name("report") / f"{lesson}.png"
            print("\n".join(difficulties.table(lesson, found)))
            difficulties.draw(lesson, found, path)
            print(f"  figure: {path}\n")
            told = True
    if not told:
        raise GradingError("Nothing is graded yet: run  python3 course.py grade LESSON  first.")
    return 0


def _student(course: Course, wanted: argparse.Namespace) -> int:
    from mlp_course.grading.points.standing import standing

    released = course.folder("release")
    known = sorted(path.parent.name for path in released.glob("*/*.ipynb"))
    lessons = [
        name
        for name in known
        if not wanted.lesson or any(name.startswith(want) for want in wanted.lesson)
    ]
    if not lessons:
        raise GradingError(f"There is no such lesson: the lessons are {', '.join(known)}.")
    work, standings = _work(course, wanted.work), []
    for lesson in lessons:
        if sys.stdout.isatty():
            print(f"{lesson} ...", end="\r", flush=True)
        own = work / lesson / f"{lesson}.ipynb"
        standings.append(standing(lesson, released / lesson / f"{lesson}.ipynb", own))
        print("\n".join(_told(standings[-1])), flush=True)
    print(_total(standings))
    return int(any(s.problem and not s.items for s in standings))


def _work(course: Course, named: Path | None) -> Path:
    work = named or course.root / "my-work"
    if not work.is_dir():
        raise GradingError(
            f"There is no folder {work}: open the lessons once with  python3 course.py lab, or use --work."
        )
    return work


def _told(standing) -> list[str]:
    from mlp_course.grading.points.standing import BY_HAND, OPEN_ITEM, PASSES, WRONG

    if standing.problem and not standing.items:
        return [f"{standing.lesson}: {standing.problem}"]
    most, left = f"{standing.points():g}", _left(standing)
    if standing.problem:
        return [f"{standing.lesson}: {standing.problem}, {most} points{left}"]
    written = standing.points(BY_HAND)
    by_hand = f", {written:g} written for marking by hand" if written else ""
    lines = [
        f"{standing.lesson}: {standing.points(PASSES):g} of {most} points so far{by_hand}{left}"
    ]
    open_items = [
        f"{item.name} ({item.points:g})" for item in standing.items if item.state == OPEN_ITEM
    ]
    for item in [item for item in standing.items if item.state == WRONG]:
        said = " ".join(item.message.split())
        lines.append(
            f"  not yet right: {item.name} ({item.points:g}): {said[:SHOWN]}{'…' * (len(said) > SHOWN)}"
        )
    if open_items:
        lines.append("  open: " + ", ".join(open_items))
    return lines


def _left(standing) -> str:
    left = standing.minutes_left
    return "" if not left else f", about {5 * max(1, round(left / 5))} minutes left"


def _total(standings: list) -> str:
    from mlp_course.grading.points.standing import PASSES

    points, most = sum(s.points(PASSES) for s in standings), sum(s.points() for s in standings)
    return f"{points:g} of {most:g} points by the visible tests; grading tries further inputs and adds marks for texts."
