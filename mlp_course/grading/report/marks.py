"""Marks as a table: one row a student, with what was late and what is missing."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from mlp_course.files import write_whole
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.jobs.outcome import GRADED, NOTHING, Outcome
from mlp_course.grading.report.deadline import Deadline
from mlp_course.lessons.course import Course


@dataclass(frozen=True)
class Policy:
    """What counts besides the points; `notes` are remarks from collecting, by student."""

    deadline: Deadline = field(default_factory=Deadline)
    missing_is_zero: bool = False
    notes: dict[str, dict] = field(default_factory=dict)


def write_marks(
    course: Course, lesson: str, outcomes: list[Outcome], path: Path, policy: Policy
) -> list[dict]:
    """Write one row a student, in order of name, to `path`, and return the rows."""
    names = gradebook.items(course, lesson)
    rows = [
        _row(course, lesson, outcome, names, policy)
        for outcome in sorted(outcomes, key=lambda o: o.student)
    ]
    if policy.missing_is_zero:
        most = next((row["max"] for row in rows if row.get("max")), "")
        for row in rows:
            row |= {"total": "0", "max": most} if row["status"] == NOTHING else {}
    table = io.StringIO()
    columns = [
        "student",
        "status",
        *names,
        "auto",
        "manual",
        "pending",
        "total",
        "max",
        "late",
        "penalty",
        "remarks",
    ]
    writer = csv.DictWriter(table, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, table.getvalue().encode())
    return rows


def _row(course: Course, lesson: str, outcome: Outcome, names: list[str], policy: Policy) -> dict:
    student, note = outcome.student, policy.notes.get(outcome.student, {})
    remarks = "; ".join(filter(None, [outcome.reason, note.get("remark")]))
    row = {"student": student, "status": outcome.status, "remarks": remarks}
    if outcome.status != NOTHING:
        folder = course.folder("submitted") / student / lesson
        row["late"] = policy.deadline.late(folder, f"{lesson}.ipynb", bool(note.get("late")))
    if not outcome.has_marks:
        return row
    marks = gradebook.marks(course, lesson, student)
    points = sum(mark.points for mark in marks)
    penalty = policy.deadline.cost(row["late"], points)
    row |= dict.fromkeys(names, "") | {mark.item: _number(mark.points) for mark in marks}
    row["status"] = GRADED
    row["auto"] = _number(sum(mark.auto or 0 for mark in marks if mark.manual is None))
    row["manual"] = _number(sum(mark.manual or 0 for mark in marks))
    row["pending"] = sum(mark.pending for mark in marks)
    row["total"], row["max"] = (
        _number(points - penalty),
        _number(sum(mark.maximum for mark in marks)),
    )
    row["penalty"] = _number(penalty) if penalty else ""
    return row


def _number(value: float) -> str:
    return f"{round(value, 6):g}"
