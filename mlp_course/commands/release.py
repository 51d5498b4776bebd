"""`mlp-course release`: the students' notebooks, made from the solutions."""

import argparse
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
from mlp_course.lessons.course import Course, GradingError, NotThere


def main(argv: list[str]) -> int:
    """Make the students' notebooks from the solutions; returns the exit code."""
    wanted = _parser().parse_args(argv)
    # Only now: who asks for --help need not wait for nbgrader.
    from mlp_course.lessons.handout import write_handout
    from mlp_course.lessons.release import check, differences, release

    size = 0
    try:
        course = Course.find(wanted.course)
        lessons = course.chosen(wanted.lesson)
        faults = check(course, lessons)
        if faults:
            complain(faults, "Nothing was released.")
            return FAILED
        if wanted.check:
            stale = differences(course, lessons)
            complain(stale, f"Run  {program()} release")
            return FAILED if stale else DONE
        if wanted.hand_out and not _can_be_written(course, wanted.hand_out):
            return NOT_BEGUN
        changed = release(course, lessons)
        if wanted.hand_out:
            size = write_handout(course, wanted.hand_out)
    except NotThere as error:
        complain([error])
        return NOT_BEGUN
    except (GradingError, OSError) as error:
        complain([error], "Notebooks not named here are as they were.")
        return FAILED
    for path in changed:
        print(f"wrote {path.relative_to(course.root)}")
    print(f"{len(lessons)} lessons released, {len(changed)} files changed.")
    if size:
        print(f"for students: {wanted.hand_out} ({size / 1e6:.0f} MB)")
    return DONE


def _can_be_written(course: Course, path: Path) -> bool:
    """Whether the zip for students can be written; says why not."""
    from mlp_course.lessons.handout import expect_possible

    try:
        expect_possible(course, path)
    except GradingError as error:
        complain([error], "Nothing was released.")
        return False
    return True


def _parser() -> argparse.ArgumentParser:
    """What `mlp-course release` understands."""
    parser = parser_of("release", "Make notebooks/ from solutions/.")
    add_lessons(parser, "release")
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail if notebooks/ is out of date",
    )
    parser.add_argument(
        "--hand-out",
        metavar="ZIP",
        type=Path,
        help="then write this zip for students: the course without solutions, tests and marks",
    )
    add_course(parser)
    return parser
