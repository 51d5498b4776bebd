"""The parts of question 28 that lesson 05 asks."""

import numpy as np

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import entries, expect
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.mace.reach import atom_number, furthest
from mlp_course.quiz.statements import judged


@exercise(
    "Question 28: your six statements",
    points=3,
    told_later=True,
    hints=(
        "Ask of each statement: who makes the features, what do the atoms know at the start, and "
        "how far do messages come?",
        "NN1 makes messages, their sum is taken, NN2 updates; rounds times cutoff is the reach.",
        "Sections 5.1, 5.3 and 5.9.",
    ),
)
def q28_learned_statements(judgements, student):
    """Every statement is judged, with True or False."""
    return judged("q28_learned", judgements, student)


@exercise(
    "Question 28: your experiment",
    points=3,
    hints=(
        "Count hops from atom to atom; each hop ends on an atom, 1 Å apart from the next.",
        "One hop reaches the last atom within the cutoff; every round adds one more hop.",
        "Section 5.3, and 5.1 for what training changes.",
    ),
)
def q28_learned_experiment(answer, student):
    """How far both descriptors reach, and which of them training changes."""
    names = ("fixed", "learned", "training_changes_fixed", "training_changes_learned")
    fixed, learned, *changes = entries(answer, *names)
    assert all(isinstance(value, bool | np.bool_) for value in changes), (
        "The last two entries are True or False."
    )
    chance = dice("q28_learned_experiment", student)
    cutoff = chance.choice([2.5, 3.5, 4.5])  # Å
    layers = chance.choice([2, 3])
    near, far = furthest(cutoff, layers)
    expect(
        atom_number(fixed, "fixed"),
        near,
        reveal=False,
        because="A fixed descriptor sees what lies within the cutoff.",
    )
    expect(
        atom_number(learned, "learned"),
        far,
        reveal=False,
        mistakes={
            "A message comes from within the cutoff, but the neighbours have listened "
            "before.": near,
            "Each hop ends on an atom, so it is shorter than the cutoff: no atom sits at the very "
            "end.": int(cutoff * layers),
        },
        because="Count hops from atom to atom.",
    )
    assert not changes[0], "Symmetry functions are formulas: training does not touch them."
    assert changes[1], "The messages are networks: each step of training changes the features."
    return "Both descriptors reach as far as you said, and training changes what you said."
