"""The parts of question 27 that lesson 03 asks."""

from functools import partial

import numpy as np

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import expect, figures
from mlp_course.checks.exercise import exercise
from mlp_course.quiz.statements import judged

KNOWN = np.linspace(0.8, 1.4, 13)  # Å, bond lengths that the model knows
predicted = partial(expect, reveal=False, because="Not so. Answer with a plain number, no unit.")


@exercise(
    "Exercise 11: `q27_statements`",
    points=3,
    told_later=True,
    hints=(
        "For each statement ask what the labels know, what a step costs, and where the data end.",
        "Accuracy from the method that labelled, cost from the cutoff: linear in the atoms.",
        "Sections 3.8 and 3.9.",
    ),
)
def q27_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q27", judgements, student)


@exercise(
    "Exercise 12: `q27_experiment`",
    points=2,
    hints=(
        "Pairs within a cutoff grow like the crystal. Far from its data a kernel knows nothing.",
        "Where all similarities vanish the prediction is the mean of what is known, and the "
        "deviation is the amplitude.",
        "Sections 3.6 (knowing when there are no neighbours) and 3.8.",
    ),
)
def q27_experiment(answer, student):
    """A factor in pairs, and what a Gaussian process says far from its data."""
    by_pairs, by_energy, by_deviation = figures(answer, "pairs", "energy", "deviation")

    chance = dice("q27", student)
    longer = chance.randrange(3, 9)
    chance.randrange(30, 60)  # the bond length: wherever it is, nothing known is similar
    amplitude = chance.choice([0.5, 1.5, 3.0])  # eV
    known = 4.6 * ((1 - np.exp(-1.9 * (KNOWN - 0.96))) ** 2 - 1)  # eV

    predicted(
        by_pairs,
        longer,
        atol=2e-3,
        mistakes={
            "That is how the work of DFT grows: with the third power. Neighbours within a cutoff "
            "stay as many.": longer**3,
            "Not every atom meets every other one: only those within the cutoff count.": longer**2,
        },
    )
    predicted(
        by_energy,
        known.mean(),
        atol=0.02,
        unit="eV",
        mistakes={
            "That is the Morse curve, which the model does not know. Or has the difference not "
            "become an energy again?": 0.0,
            "It does not keep the last known value: each kernel has died away.": known[-1],
        },
    )
    predicted(
        by_deviation,
        amplitude,
        atol=0.02,
        unit="eV",
        mistakes={
            "It is far from certain out there: nothing it knows is similar.": 0.0,
            "That is the variance: take its root.": amplitude**2,
        },
    )
    return "All three do what you predicted."
