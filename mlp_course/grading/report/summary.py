"""What an instructor wants to know after a run, on one screen; files have it all."""

from pathlib import Path
from statistics import mean

from mlp_course.grading.integrity.similar import Pair
from mlp_course.grading.jobs.outcome import GRADED, NOT_GRADED, NOTHING, UNCHANGED, Outcome

LISTED = 12  # lines of each kind
WIDEST = 150  # characters


def summary(lesson: str, outcomes: list[Outcome], rows: list[dict]) -> list[str]:
    """How many, what points, who is left, and why."""
    kinds = {
        status: sum(o.status == status for o in outcomes) for status in (GRADED, UNCHANGED, NOTHING)
    }
    failed = [o for o in outcomes if o.status == NOT_GRADED]
    lines = [
        f"{lesson}: "
        + (", ".join(f"{n} {status}" for status, n in kinds.items() if n) or "none graded")
    ]
    totals = [float(row["total"]) for row in rows if row.get("total")]
    if totals:
        most = next((row["max"] for row in rows if row.get("max")), "?")
        lines.append(
            f"points: mean {mean(totals):.1f}, from {min(totals):g} to {max(totals):g}, of {most}"
        )
    if pending := sum(row["pending"] for row in rows if row.get("pending")):
        lines.append(f"{pending} answers wait for a mark by hand (formgrader)")
    late = [f"{row['student']}: {row['late']}" for row in rows if row.get("late")]
    lines += listed(f"{len(late)} late:", late)
    lines += listed(f"{len(failed)} NOT GRADED:", [f"{o.student}: {o.reason}" for o in failed])
    absent = [row["student"] for row in rows if row["status"] == NOTHING]
    lines += listed(f"{len(absent)} handed in nothing:", absent)
    odd = [
        f"{row['student']}: {row['remarks']}"
        for row in rows
        if row["remarks"] and row["status"] == GRADED
    ]
    return lines + listed("remarks:", odd)


def alike(pairs: list[Pair], path: Path) -> list[str]:
    """Near-identical submissions, for a human to judge."""
    lines = [
        f"{pair.first} and {pair.second}: {pair.share:.0%} in {', '.join(pair.items)}"
        for pair in pairs
    ]
    return listed(f"{len(pairs)} pairs are much alike; please judge ({path.name}):", lines)


def listed(title: str, lines: list[str]) -> list[str]:
    """The lines under their title, as many as fit; nothing if there are none."""
    more = [f"  and {len(lines) - LISTED} more"] if len(lines) > LISTED else []
    return [title, *(f"  {line}"[:WIDEST] for line in lines[:LISTED]), *more] if lines else []
