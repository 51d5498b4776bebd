"""What an instructor is told by a run, and after it on one screen; files have it all."""

from pathlib import Path
from statistics import mean

from mlp_course.files import printable
from mlp_course.grading.collect.collect import Collected
from mlp_course.grading.integrity.similar import Pair
from mlp_course.grading.jobs.outcome import GRADED, NOT_GRADED, NOTHING, UNCHANGED, Outcome

LISTED = 12  # lines of each kind
WIDEST = 150  # characters


def collection(collected: Collected, would: str = "") -> list[str]:
    """How much was collected, or `would` be, and what of it was not understood."""
    number = len(collected.students)
    changed = len(collected.changed)
    odd = []
    for refused in collected.refused:
        odd.append(f"{refused.path}: {refused.reason}")
    for student in sorted(collected.remarks):
        remark = collected.remarks[student]
        odd.append(f"{student}: {remark}")
    lines = [f"{number} {would}collected, {changed} of them new or changed"]
    lines += listed("not understood, or odd:", odd)
    return lines


def dry_run(lesson: str, todo: list[str], known: list[str]) -> list[str]:
    """Whose submissions would be graded, of those that are known."""
    many = f"{len(todo)} of {len(known)} submissions of {lesson}"
    title = f"{many} would be graded; nothing was done."
    if not todo:
        return [title]
    return listed(title, sorted(todo))


def progress(
    outcome: Outcome,
    number: int,
    total: int,
    spent: float,
) -> str:
    """What became of a submission, and how long the others will take; `spent` in s."""
    each = spent / number
    left = each * (total - number)
    words = [
        f"[{number}/{total}, {left:.0f} s left]",
        outcome.student,
        outcome.status,
    ]
    line = " ".join(words)
    if outcome.reason:
        line += f": {outcome.reason}"
    return printable(line)


def summary(lesson: str, outcomes: list[Outcome], rows: list[dict]) -> list[str]:
    """How many, what points, who is left, and why."""
    # What somebody has to look at
    failed = []
    for outcome in outcomes:
        if outcome.status == NOT_GRADED:
            failed.append(f"{outcome.student}: {outcome.reason}")
    late = []
    absent = []
    odd = []
    for row in rows:
        student = row["student"]
        if row.get("late"):
            late.append(f"{student}: {row['late']}")
        if row["status"] == NOTHING:
            absent.append(student)
        if row["status"] == GRADED and row["remarks"]:
            odd.append(f"{student}: {row['remarks']}")

    # Numbers first, then lists; all of it fits on a screen
    lines = [f"{lesson}: {_counted(outcomes)}"]
    lines += _points(rows)
    lines += _waiting(rows)
    lines += listed(f"{len(late)} late:", late)
    lines += listed(f"{len(failed)} NOT GRADED:", failed)
    lines += listed(f"{len(absent)} handed in nothing:", absent)
    lines += listed("remarks:", odd)
    return lines


def _counted(outcomes: list[Outcome]) -> str:
    """`3 graded, 1 unchanged`."""
    statuses = [outcome.status for outcome in outcomes]
    words = []
    for kind in (GRADED, UNCHANGED, NOTHING):
        number = statuses.count(kind)
        if number:
            words.append(f"{number} {kind}")
    return ", ".join(words) or "none graded"


def _points(rows: list[dict]) -> list[str]:
    """The line about points, if anybody has some."""
    totals = []
    for row in rows:
        if row.get("total"):
            totals.append(float(row["total"]))
    if not totals:
        return []
    # All who have points have the same maximum.
    most = "?"
    for row in rows:
        if row.get("max"):
            most = row["max"]
            break
    average = mean(totals)
    low = min(totals)
    high = max(totals)
    return [f"points: mean {average:.1f}, from {low:g} to {high:g}, of {most}"]


def _waiting(rows: list[dict]) -> list[str]:
    """The line about answers that nobody has marked yet."""
    pending = 0
    for row in rows:
        pending += row.get("pending") or 0
    if not pending:
        return []
    return [f"{pending} answers wait for a mark by hand (formgrader)"]


def refused(waiting: int) -> list[str]:
    """That nothing was written for an import, and what to do."""
    return [
        f"NOT EXPORTED: {waiting} marks are provisional, as answers wait for a mark by hand.",
        "  Mark them and grade again, or say --provisional.",
    ]


def alike(pairs: list[Pair], path: Path) -> list[str]:
    """Near-identical submissions, for a human to judge."""
    lines = []
    for pair in pairs:
        names = f"{pair.first} and {pair.second}"
        share = f"{pair.share:.0%}"
        items = ", ".join(pair.items)
        lines.append(f"{names}: {share} in {items}")
    title = f"{len(pairs)} pairs are much alike; please judge ({path.name}):"
    return listed(title, lines)


def listed(title: str, lines: list[str]) -> list[str]:
    """The lines under their title, as many as fit; nothing if there are none."""
    if not lines:
        return []
    shown = [title]
    for line in lines[:LISTED]:
        indented = f"  {printable(line)}"
        shown.append(indented[:WIDEST])
    left_out = len(lines) - LISTED
    if left_out > 0:
        shown.append(f"  and {left_out} more")
    return shown
