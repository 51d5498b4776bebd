"""Marks as a table: one row a student, with what was late and what is missing."""

import csv
from pathlib import Path

from mlp_course.files import csv_bytes, write_whole
from mlp_course.grading.collect.deadline import Deadline
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.jobs.outcome import GRADED, NOTHING, Outcome
from mlp_course.grading.report.policy import CoursePolicy
from mlp_course.lessons.course import Course


def write_marks(
    course: Course,
    lesson: str,
    outcomes: list[Outcome],
    path: Path,
    policy: CoursePolicy,
    notes: dict[str, dict],
) -> list[dict]:
    """Write one row a student, in order of name, to `path`, and return the rows.

    `notes` are remarks from collecting, by student.
    """
    names = gradebook.items(course, lesson)
    deadline = policy.deadline()
    rows = []
    for outcome in sorted(outcomes, key=lambda outcome: outcome.student):
        note = notes.get(outcome.student, {})
        row = _row(course, lesson, outcome, deadline, note)
        if outcome.has_marks:
            _add_marks(row, course, lesson, names, deadline)
        rows.append(row)
    if policy.missing_is_zero:
        _count_missing(rows)
    columns = [
        "student",
        "status",
        *names,
        "auto",
        "manual",
        "extra",
        "pending",
        "total",
        "max",
        "late",
        "penalty",
        "remarks",
    ]
    lines = [[row.get(column, "") for column in columns] for row in rows]
    write_whole(path, csv_bytes([columns, *lines]))
    return rows


def marked_in(path: Path) -> list[str]:
    """Who has marks in the table at `path`; nobody if there is no such table."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row.get("student") or "" for row in rows if row.get("status") == GRADED]


def _count_missing(rows: list[dict]) -> None:
    """Give no points, of as many as others can have, to those who handed in nothing."""
    most = ""
    for row in rows:
        if row.get("max"):
            most = row["max"]
            break
    for row in rows:
        if row["status"] == NOTHING:
            row["total"] = "0"
            row["max"] = most


def _row(
    course: Course,
    lesson: str,
    outcome: Outcome,
    deadline: Deadline,
    note: dict,
) -> dict:
    """What is known of one student's submission, without marks."""
    student = outcome.student
    remarks = [outcome.reason, note.get("remark")]
    row: dict = {
        "student": student,
        "status": outcome.status,
        "remarks": "; ".join(filter(None, remarks)),
    }
    if outcome.status != NOTHING:
        folder = course.folder("submitted") / student / lesson
        row["late"] = deadline.late(folder, f"{lesson}.ipynb", note)
    return row


def _add_marks(
    row: dict,
    course: Course,
    lesson: str,
    names: list[str],
    deadline: Deadline,
) -> None:
    """Add what the gradebook holds of a student: a column for each item, and sums."""
    marks = gradebook.marks(course, lesson, row["student"])
    points = sum(mark.points for mark in marks)
    most = sum(mark.maximum for mark in marks)
    # A mark given by hand replaces the automatic one.
    auto = sum(mark.auto or 0 for mark in marks if mark.by_hand is None)
    manual = sum(mark.by_hand or 0 for mark in marks)
    extra = sum(mark.extra for mark in marks if not mark.pending)
    penalty = deadline.cost(row["late"], points)

    # An item without a mark stands there, too, empty.
    row |= dict.fromkeys(names, "")
    for mark in marks:
        row[mark.item] = _number(mark.points)
    row["status"] = GRADED
    row["auto"] = _number(auto)
    row["manual"] = _number(manual)
    row["extra"] = _number(extra) if extra else ""
    row["pending"] = sum(mark.pending for mark in marks)
    row["total"] = _number(points - penalty)
    row["max"] = _number(most)
    row["penalty"] = _number(penalty) if penalty else ""
    remarks = [row["remarks"], *(mark.oddity for mark in marks)]
    row["remarks"] = "; ".join(filter(None, remarks))


def _number(value: float) -> str:
    """A number as it stands in the table: without what rounding adds."""
    return f"{round(value, 6):g}"
