"""The parts of questions 29 and 30 that lesson 01 asks: statements, and predicted numbers."""

import numpy as np

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import entries, expect, figures
from mlp_course.checks.exercise import exercise
from mlp_course.quiz.statements import judged

HEIGHT = 0.776  # eV: 0.80 eV/Å times the bond of 0.97 Å, which stands along z
RIGHT_BOND = 0.96  # Å


@exercise(
    "Question 29: your six statements",
    points=3,
    told_later=True,
    hints=(
        "Ask of each statement: which operation, and what becomes of the energy, of the forces?",
        "E(Rx) = E(x) and F(Rx) = R F(x); a mirror is no rotation.",
        "Sections 1.2, 1.4 and 1.5: the table of operations, and the two routes.",
    ),
)
def q29_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q29", judgements, student)


@exercise(
    "Question 29: your experiment",
    points=2,
    hints=(
        "One model reads a coordinate, which turns with the group; the other a distance, which "
        "does not change.",
        "Turned about x by the angle α, a bond of length d along z has z = d cos α.",
        "Section 1.4: distances are the first invariants. The change is after minus before.",
    ),
)
def q29_experiment(answer):
    """The angle chosen, and the change of two energies under that turn about x."""
    angle, by_coordinate, by_distance = figures(answer, "angle", "coordinate", "distance")
    angle = np.radians(angle)
    assert np.cos(angle) < 0.97, "Turn by at least 15°: a full turn, or nearly none, shows nothing."
    change = HEIGHT * (np.cos(angle) - 1)
    expect(
        by_coordinate,
        change,
        atol=2e-3,
        reveal=False,
        unit="eV",
        mistakes={
            "The coordinate z of the hydrogen does change when the group turns.": 0.0,
            "The sign is wrong: the change is after minus before.": -change,
            "This is the energy after the turn: subtract that before.": change + HEIGHT,
            "Your cosine took degrees for radians.": HEIGHT * (np.cos(np.degrees(angle)) - 1),
        },
        because="z is multiplied by the cosine of the angle.",
    )
    expect(
        by_distance,
        0.0,
        atol=2e-3,
        reveal=False,
        unit="eV",
        because="A rotation keeps every distance.",
    )
    return "Both models do what you predicted."


@exercise(
    "Question 30: your six statements",
    points=3,
    told_later=True,
    hints=(
        "Two conditions have to be told apart: the sum over atoms, and the neighbours of each.",
        "Relabelling exchanges whole atoms, element and position; O for H is another molecule.",
        "Sections 1.6 and 1.7, above all: a sum over atoms does not save you.",
    ),
)
def q30_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q30", judgements, student)


@exercise(
    "Question 30: your experiment",
    points=2,
    hints=(
        "Write down, for each of the three atoms, the list of distances to the others, before and "
        "after the labels of the two hydrogen atoms are exchanged.",
        "E = Σ_i (-1.0 · first + 0.5 · second): only the lists whose order changes contribute.",
        "Section 1.7: a sum whose terms depend on labels, beside one whose terms do not.",
    ),
)
def q30_experiment(answer, student):
    """Two sums over atoms, when two hydrogen atoms exchange their labels."""
    names = ("by_label", "by_length", "o_and_h")
    *_, o_and_h = entries(answer, *names)
    by_label, by_length = figures(answer, "by_label", "by_length")

    left_bond = dice("q30", student).randrange(110, 150) / 100  # Å
    change = -1.5 * (left_bond - RIGHT_BOND)
    expect(
        by_label,
        change,
        atol=2e-3,
        reveal=False,
        unit="eV",
        mistakes={
            "A sum over atoms is not enough: each atom weighs its neighbours by label.": 0.0,
            "The sign is wrong: the change is after minus before.": -change,
        },
        because="Only the oxygen's list changes its order, from (right, left) to (left, right).",
    )
    expect(
        by_length,
        0.0,
        atol=2e-3,
        reveal=False,
        unit="eV",
        because="By length, labels play no part.",
    )
    assert isinstance(o_and_h, bool | np.bool_), "o_and_h is True or False."
    assert not o_and_h, "Only atoms of one element may be exchanged: this is another molecule."
    return "Both models do what you predicted."
