"""Questions 29 and 30: statements, and what changes when a molecule turns or is relabelled."""

from functools import partial

import numpy as np

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import entries, expect, figures
from mlp_course.checks.exercise import exercise
from mlp_course.quiz.statements import judged

# A predicted energy: two decimals, and the right number is kept back
in_eV = partial(expect, atol=1.1e-2, reveal=False, unit="eV")


@exercise(
    "Question 29: your six statements",
    points=2,
    told_later=True,
    hints=(
        "Ask of each statement: does it speak of the energy or of forces, and of which route?",
        "E(Rx) = E(x); features may turn along if they are contracted before the energy.",
        "Section 7.4, and section 1.5.",
    ),
)
def q29_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q29", judgements, student, after=["q29"])


@exercise(
    "Question 29: your experiment",
    points=1,
    hints=(
        "The vector turns with the molecule; a component of it changes, its length does not.",
        "A quarter turn about z takes (x, y, z) to (-y, x, z).",
        "Section 7.4. Changes are after minus before.",
    ),
)
def q29_experiment(answer, student):
    """The feature after a quarter turn, and the change of two energies made of it."""
    vector, *_ = entries(answer, "vector", "component", "contracted")
    by_component, contracted = figures(answer, "component", "contracted")

    chance = dice("q29 again", student)
    a = chance.randrange(80, 100) / 100  # Å
    b = chance.randrange(105, 130) / 100  # Å
    turned = np.array([-b, a, 0.0])
    expect(
        vector,
        turned,
        atol=6e-3,
        reveal=False,
        unit="Å",
        mistakes={
            "The vector is not invariant: it turns with the molecule (7.4).": [a, b, 0.0],
            "You turned it clockwise.": -turned,
        },
        because="The vector turns with the molecule (7.4).",
    )
    change = -2.0 * (a + b)
    in_eV(
        by_component,
        change,
        mistakes={
            "A component of a vector is not invariant: it changes when the molecule turns "
            "(7.4).": 0.0,
            "The sign is wrong: the change is after minus before.": -change,
            "This is the energy after the turn: subtract that before.": -2.0 * b,
            "You turned it clockwise.": 2.0 * (b - a),
            "That is the change of v_x in Å: times 2 eV/Å.": change / 2,
        },
        because="2 eV/Å times the change of v_x.",
    )
    in_eV(
        contracted,
        0.0,
        because="v·v keeps its value: v turns, its length stays (7.4).",
    )
    return "Component, contraction and vector do what you predicted."


@exercise(
    "Question 30: your six statements",
    points=2,
    told_later=True,
    hints=(
        "Two conditions: the sum over atoms, and the neighbours of each atom.",
        "Σ_i E_i has no order; E_i must have none in its neighbours either.",
        "Section 7.5, and section 1.7.",
    ),
)
def q30_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q30", judgements, student, after=["q30"])


@exercise(
    "Question 30: your experiment",
    points=1,
    hints=(
        "Write down the list of every atom, element and distance, before and after.",
        "Every pair is in two lists: once for each of its atoms.",
        "Section 7.5. Changes are after minus before.",
    ),
)
def q30_experiment(answer, student):
    """Three sums over atoms: the order reversed, and two elements exchanged."""
    names = ("backwards", "blind_isomer", "element_isomer")
    backwards, blind_isomer, element_isomer = figures(answer, *names)

    chance = dice("q30 again", student)
    h_c = chance.randrange(100, 115) / 100  # Å
    c_n = chance.randrange(120, 140) / 100  # Å
    order_change = 2 * (h_c - c_n)
    in_eV(
        backwards,
        order_change,
        mistakes={
            "A sum over atoms is not enough: each atom weighs its neighbours by their place in "
            "the file (7.5).": 0.0,
            "The sign is wrong: the change is after minus before.": -order_change,
            "Every pair is in two lists, once for each of its atoms.": order_change / 2,
        },
        because="Write down both lists (7.5).",
    )
    in_eV(
        blind_isomer,
        0.0,
        because="All pairs weigh the same, and the three distances are the same three (7.5).",
    )
    element_change = -4 * c_n
    in_eV(
        element_isomer,
        element_change,
        mistakes={
            "Carbon and nitrogen are not alike: this is another molecule, and this model knows "
            "it (7.5).": 0.0,
            "The sign is wrong: the change is after minus before.": -element_change,
            "Every pair is in two lists, once for each of its atoms.": element_change / 2,
            "The weight grows from 1 to 3: the difference is 2, not 3.": 1.5 * element_change,
        },
        because="Only the H–N distance counts more.",
    )
    return "All three sums do what you predicted."
