"""Question 27: statements, and the bill of a potential beside that of DFT."""

from functools import partial

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import expect, figures
from mlp_course.checks.exercise import exercise
from mlp_course.quiz.statements import judged

# Three significant figures, and the right number is kept back
predicted = partial(expect, rtol=0.01, reveal=False)


@exercise(
    "Question 27: your six statements",
    points=2,
    told_later=True,
    hints=(
        "For each statement ask what the labels know, what a step costs, and where the data end.",
        "Accuracy from the method that labelled, cost from the cutoff: linear in the atoms.",
        "Section 7.2, and the table of lesson 01, section 1.1.",
    ),
)
def q27_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q27", judgements, student, after=["q27"])


@exercise(
    "Question 27: your experiment",
    points=1,
    hints=(
        "Two laws of growth: DFT with the third power of the number of atoms, the potential with "
        "the first.",
        "Break even: labels · label + training + n · step = n · (a step of DFT), in the long "
        "crystal.",
        "Section 7.2 counts the pairs of a crystal and of one twice as long.",
    ),
)
def q27_experiment(answer, student):
    """Two times and a number of steps, from the student's own bill."""
    names = ("dft_step", "potential_step", "break_even")
    dft_step, potential_step, break_even = figures(answer, *names)
    longer, label, _, _, step = bill(student)

    dear = label * longer**3
    predicted(
        dft_step,
        dear,
        unit="s",
        mistakes={
            "That is linear growth, as for the potential (7.2).": label * longer,
            "That is the second power.": label * longer**2,
        },
        because="Third power of the factor in atoms (7.2).",
    )
    cheap = step * longer
    predicted(
        potential_step,
        cheap,
        unit="s",
        mistakes={
            "Pairs within a cutoff grow like the atoms, not like their third power (7.2).": step
            * longer**3,
            "Pairs within a cutoff grow like the atoms, not like their square (7.2).": step
            * longer**2,
        },
        because="In proportion to the pairs (7.2).",
    )
    _expect_break_even(break_even, student)
    return "Count and bills agree with you."


def _expect_break_even(steps: float, student: str) -> None:
    """Labels, training and cheap steps have cost as much as DFT at every step."""
    longer, label, labels, training, step = bill(student)
    dear = label * longer**3
    cheap = step * longer
    advance = label * labels + training  # s, before the first cheap step
    predicted(
        steps,
        advance / (dear - cheap),
        unit="steps",
        mistakes={
            "That is for dynamics in 9 atoms: in the long crystal a step of DFT costs "
            "more.": advance / (label - step),
            "The labels may come from the small crystal: environments matter, not cells "
            "(7.2).": labels + training / dear,
            "That is the number of labels: the training costs time, too (7.2).": labels,
            "These are the seconds spent before the first step: divide by what a step "
            "saves.": advance,
            "Divide by what a step saves, not by what it costs.": advance / cheap,
        },
        because="Set the two bills equal (7.2).",
    )


def bill(student: str) -> tuple[int, int, int, int, float]:
    """How many times as long the crystal is, s of a label, labels, s of the training, of a step."""
    chance = dice("q27 again", student)
    longer = chance.choice((2, 3))
    label = chance.randrange(20, 61)
    labels = 10 * chance.randrange(20, 51)
    training = label * labels * chance.choice((10, 20, 30)) // 100
    step = chance.choice((0.2, 0.5, 1.0))
    return longer, label, labels, training, step
