"""Question 28: statements, and two bonds that a fixed descriptor cannot tell apart."""

import math

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import expect, figures
from mlp_course.checks.exercise import exercise
from mlp_course.quiz.statements import judged


@exercise(
    "Question 28: your six statements",
    points=2,
    told_later=True,
    hints=(
        "Ask of each statement: is this part of the model chosen beforehand, or does it have "
        "weights?",
        "Fixed: formula, then regression. Learned: messages and updates have weights of their own.",
        "Section 7.3, and sections 2.10 and 5.2.",
    ),
)
def q28_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q28", judgements, student, after=["q28_fixed", "q28_learned"])


@exercise(
    "Question 28: your experiment",
    points=1,
    hints=(
        "Equal inputs get equal energies: which one number is nearest to both labels?",
        "RMSE = √(½ (Δ₁² + Δ₂²)), with both errors half the difference of the labels.",
        "Section 7.3: what changes when the centre of the bell has a gradient, too?",
    ),
)
def q28_experiment(answer, student):
    """The error of a fixed descriptor, trained shortly and long, and of a learned one."""
    fixed, fixed_longer, learned = figures(answer, "fixed", "fixed_longer", "learned")
    half = half_difference(student)
    told = {
        "That is the difference of the two energies: the best compromise lies in the middle "
        "(2.7).": 2 * half,
        "That is in eV: 1 eV is 1000 meV.": half / 1000,
        "Both bonds have the same G, so they get the same energy: one of them is wrong (7.3).": 0.0,
        "That is the mean square, in eV²: take the root, in meV.": half**2 / 1e6,
        "Each error is half the difference; their mean square is not its half again.": half
        / math.sqrt(2),
    }
    expect(
        fixed,
        half,
        rtol=0.01,
        reveal=False,
        unit="meV",
        mistakes=told,
        because="Both get the mean of the two (7.3).",
    )
    expect(
        fixed_longer,
        half,
        rtol=0.01,
        reveal=False,
        unit="meV",
        because="Longer training cannot tell equal inputs apart (7.3).",
    )
    expect(
        learned,
        0.0,
        atol=3.0,
        rtol=0,
        reveal=False,
        unit="meV",
        mistakes={"A learned centre moves until the two bonds differ (7.3).": half},
        because="Three weights, two energies: once the bonds differ, both can be met (7.3).",
    )
    return "Equal inputs, equal energies; a learned centre tells the bonds apart."


def half_difference(student: str) -> float:
    """Of the energies of the student's two bonds, meV."""
    chance = dice("q28 again", student)
    at_short = chance.randrange(120, 200)
    at_long = chance.randrange(20, 90)
    return 5.0 * abs(at_short - at_long)
