"""Reports and a trajectory in which something is wrong."""

from mlp_course.checks.answers.expect import entries
from mlp_course.checks.cards.comparison import shown
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.conductivity import measurements, reports


@exercise(
    "Exercise 14: `diagnose_faults`",
    points=5,
    told_later=True,
    hints=(
        "Go through the table of section 6.14 for each report, one word after the other.",
        "Time axis: frames times spacing. Units: does σ follow from D? Window: where is the cage?",
        "Compare the two curves of a report: one is the author's, the other the right one.",
    ),
)
def diagnose_faults(answer, student):
    """Every report has a verdict, one of the seven words."""
    drawn = reports.draw(student)
    for letter, verdict in zip(drawn, entries(answer, *drawn), strict=True):
        assert verdict in reports.VERDICTS, (
            f"Report {letter}: {shown(verdict)} is none of {reports.VERDICTS}."
        )
    return "All six are judged; whether rightly so is told when this is graded."


@exercise(
    "Exercise 15: `diagnose_repair`",
    points=4,
    hints=(
        "Repair one thing at a time: units, boundary, settling, drift; then measure.",
        "nm → Å (× 10), step × timestep_ps × 1000 → fs; unwrap; discard before settled_ps; "
        "subtract the mean motion of the framework (S).",
        "Sections 6.8 to 6.10. Only Li counts, and the window begins after 1 ps.",
    ),
)
def diagnose_repair(answer, rng):
    """Units first, then boundary, settling, drift: one difficulty more each time."""
    measurements.examine_repair(answer, seed=int(rng.integers(2**31)))
