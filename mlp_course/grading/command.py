"""`mlp-course release` and `mlp-course grade`: arguments in, exit code out."""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

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


def grade(argv: list[str]) -> int:
    """Grade the submissions of a lesson; 0 if all are graded, 1 if some are not, 2 if grading cannot start."""
    wanted = _grade_arguments().parse_args(argv)
    from mlp_course.grading import gradebook, marks, sandbox
    from mlp_course.grading.autograde import NOT_GRADED, Grader
    from mlp_course.grading.collect import collect
    from mlp_course.grading.release import check

    try:
        course = Course.find(wanted.course)
        [lesson] = course.chosen([wanted.lesson])
        if faults := check(course, [lesson]):
            return 2 * _complain(faults, "Nothing was graded.")
        gradebook.register(course, lesson)
        if wanted.submitted:
            collect(course, lesson, wanted.submitted)
        grader = Grader(course, lesson, wanted.timeout)
        students = wanted.student or grader.students()
        if not students:
            return 2 * _complain([f"There is no submission in {grader.submitted}."], "Nothing was graded.")
        print(sandbox.announced(course.secrets(), wanted.require_isolation), flush=True)
        outcomes = list(_reported(grader, students, wanted.again))
        outcomes += [grader.recall(student) for student in grader.students() if student not in students]
        path = wanted.marks or course.root / "grading" / "marks" / f"{lesson}.csv"
        rows = marks.write_marks(course, lesson, outcomes, path)
    except (GradingError, OSError) as error:
        return 2 * _complain([str(error)], "Grading stopped; run the same command to go on.")
    except KeyboardInterrupt:
        return 130 * _complain(["Grading was interrupted."], "Run the same command to go on.")
    print(marks.summary(lesson, outcomes, rows, path))
    return int(any(outcome.status == NOT_GRADED for outcome in outcomes))


def _grade_arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mlp-course grade", description="Grade all submissions of a lesson.")
    parser.add_argument("lesson", help="lesson to grade; '04' is enough if only one begins so")
    parser.add_argument("--submitted", metavar="DIR", type=Path, help="copy STUDENT/LESSON/ from there first")
    parser.add_argument("--student", metavar="NAME", action="append", help="only this student (repeatable)")
    parser.add_argument("--again", action="store_true", help="grade even what has not changed since last time")
    parser.add_argument("--timeout", metavar="SECONDS", type=int, help="for a cell with an answer or a test (120)")
    parser.add_argument("--require-isolation", action="store_true", help="refuse to run student code without a sandbox")
    parser.add_argument("--marks", metavar="FILE", type=Path, help="CSV to write (grading/marks/LESSON.csv)")
    parser.add_argument("--course", metavar="DIR", help="course folder (default: around the current directory)")
    return parser


def _reported(grader, students: list[str], again: bool) -> Iterator:
    """Pass on each outcome and say how far grading has come."""
    from mlp_course.grading.autograde import grade_all

    start = time.perf_counter()
    for number, outcome in enumerate(grade_all(grader, students, again), 1):
        left = (time.perf_counter() - start) / number * (len(students) - number)
        said = f": {outcome.reason}" if outcome.reason else ""
        print(f"[{number}/{len(students)}, {left:.0f} s left] {outcome.student} {outcome.status}{said}", flush=True)
        yield outcome


def _complain(sentences: list[str], last: str) -> int:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    if sentences:
        print(last, file=sys.stderr)
    return 1 if sentences else 0
