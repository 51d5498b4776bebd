"""`mlp-course release` and `mlp-course grade`: arguments in, exit code out."""

import argparse
import sys

from mlp_course.grading.course import Course, GradingError


def release(argv: list[str]) -> int:
    """Make the students' notebooks from the solutions; 0 if done, 1 if something is wrong."""
    parser = argparse.ArgumentParser(prog="mlp-course release", description="Make notebooks/ from solutions/.")
    parser.add_argument("lesson", nargs="*", help="lessons to release (all, if none is named)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if notebooks/ is out of date")
    parser.add_argument("--course", metavar="DIR", help="course folder (default: around the current directory)")
    wanted = parser.parse_args(argv)
    from mlp_course.grading.release import check, differences
    from mlp_course.grading.release import release as put_out

    try:
        course = Course.find(wanted.course)
        lessons = course.chosen(wanted.lesson)
        if faults := check(course, lessons):
            return _complain(faults, "Nothing was released.")
        if wanted.check:
            return _complain(differences(course, lessons), "Run `mlp-course release`.")
        changed = put_out(course, lessons)
    except (GradingError, OSError) as error:
        return _complain([str(error)], "Notebooks not named here are as they were.")
    for path in changed:
        print(f"wrote {path.relative_to(course.root)}")
    print(f"{len(lessons)} lessons released, {len(changed)} files changed.")
    return 0


def _complain(sentences: list[str], last: str) -> int:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    if sentences:
        print(last, file=sys.stderr)
    return 1 if sentences else 0

