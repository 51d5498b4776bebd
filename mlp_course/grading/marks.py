"""Marks as a table: a CSV for every tool, a summary for the screen."""

import csv
import io
from pathlib import Path
from statistics import mean

from mlp_course.files import write_whole
from mlp_course.grading import gradebook
from mlp_course.grading.autograde import GRADED, NOT_GRADED, NOTHING, UNCHANGED, Outcome
from mlp_course.grading.course import Course
from mlp_course.grading.gradebook import Mark

LISTED = 12  # reasons shown on the screen; the CSV has them all


def write_marks(course: Course, lesson: str, outcomes: list[Outcome], path: Path) -> list[dict]:
    """Write one row a student, in order of name, to `path`, and return the rows."""
    names = gradebook.items(course, lesson)
    marks = {o.student: gradebook.marks(course, lesson, o.student) if o.has_marks else [] for o in outcomes}
    rows = [_row(outcome, names, marks[outcome.student]) for outcome in sorted(outcomes, key=lambda o: o.student)]
    table = io.StringIO()
    columns = ["student", "status", *names, "auto", "manual", "pending", "total", "max", "remarks"]
    writer = csv.DictWriter(table, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, table.getvalue().encode())
    return rows


def _row(outcome: Outcome, names: list[str], marks: list[Mark]) -> dict:
    row = {"student": outcome.student, "status": outcome.status, "remarks": outcome.reason}
    if not outcome.has_marks:
        return row
    row |= dict.fromkeys(names, "") | {mark.item: _number(mark.points) for mark in marks}
    row["status"] = GRADED
    row["auto"] = _number(sum(mark.auto or 0 for mark in marks if mark.manual is None))
    row["manual"] = _number(sum(mark.manual or 0 for mark in marks))
    row["pending"] = sum(mark.pending for mark in marks)
    row["total"] = _number(sum(mark.points for mark in marks))
    row["max"] = _number(sum(mark.maximum for mark in marks))
    return row


def _number(value: float) -> str:
    return f"{round(value, 6):g}"


def summary(lesson: str, outcomes: list[Outcome], rows: list[dict], path: Path) -> str:
    """What an instructor wants to know after a run, on one screen."""
    kinds = {status: sum(o.status == status for o in outcomes) for status in (GRADED, UNCHANGED, NOTHING)}
    failed = [o for o in outcomes if o.status == NOT_GRADED]
    lines = [f"{lesson}: " + (", ".join(f"{n} {status}" for status, n in kinds.items() if n) or "none graded")]
    totals = [float(row["total"]) for row in rows if row.get("total")]
    if totals:
        most = next(row["max"] for row in rows if row.get("max"))
        lines.append(f"points: mean {mean(totals):.1f}, from {min(totals):g} to {max(totals):g}, of {most}")
    pending = sum(row["pending"] for row in rows if row.get("pending"))
    if pending:
        lines.append(f"{pending} answers wait for a mark by hand (formgrader)")
    lines += _listed(f"{len(failed)} NOT GRADED:", failed)
    lines += _listed("remarks:", [o for o in outcomes if o.reason and o.has_marks])
    return "\n".join([*lines, f"marks: {path}"])


def _listed(title: str, outcomes: list[Outcome]) -> list[str]:
    lines = [f"  {o.student}: {o.reason}"[:150] for o in outcomes[:LISTED]]
    more = len(outcomes) - LISTED
    return [title, *lines, *([f"  and {more} more, all in the CSV"] if more > 0 else [])] if outcomes else []
