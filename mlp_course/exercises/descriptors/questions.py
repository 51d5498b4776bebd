"""The parts of question 28 that lesson 02 asks."""

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import expect, figures
from mlp_course.checks.exercise import exercise
from mlp_course.quiz.statements import judged


@exercise(
    "Question 28: your six statements",
    points=3,
    told_later=True,
    hints=(
        "Ask of each statement: what is chosen before training, and what is fitted?",
        "Equal descriptors get equal energies, whatever the regression.",
        "Sections 2.7, 2.9 and 2.10.",
    ),
)
def q28_fixed_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q28_fixed", judgements, student)


@exercise(
    "Question 28: your experiment",
    points=2,
    hints=(
        "If the fit cannot tell the two methanes apart, it gives both the same energy. Which one "
        "makes the squared errors smallest?",
        "The mean over the training set, in which one of them counts several times.",
        "Section 2.7: what three bodies cannot say, and what four bodies see.",
    ),
)
def q28_fixed_experiment(answer, student):
    """Three energies that two fits give."""
    names = ("three_first", "three_second", "four_first")
    three_first, three_second, four_first = figures(answer, *names)

    chance = dice("q28_fixed", student)
    high = chance.randrange(70, 100) / 10  # eV
    low = chance.randrange(20, 50) / 10  # eV
    copies = chance.randrange(2, 5)
    mean = (high + copies * low) / (1 + copies)
    expect(
        three_first,
        mean,
        atol=6e-3,
        reveal=False,
        unit="eV",
        mistakes={
            "That would be so if the fit could tell the two apart. Can it?": high,
            "This is the energy of the other methane alone.": low,
            "Each methane once? In this set one of them counts several times.": (high + low) / 2,
        },
        because="Write down the sum of squared errors over the set. What makes it smallest?",
    )
    expect(
        three_second,
        mean,
        atol=6e-3,
        reveal=False,
        unit="eV",
        mistakes={"Can this fit tell the second methane from the first?": low},
        because="Compare it with what you predict for the first: what does this fit see of the "
        "difference?",
    )
    expect(
        four_first,
        high,
        atol=6e-3,
        reveal=False,
        unit="eV",
        because="Section 2.7 measured what four bodies see of the two.",
    )
    return "Both fits do what you predicted."
