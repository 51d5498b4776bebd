"""A total energy as a sum over atoms."""

import numpy as np

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.molecules import molecule

OWN = {1: 1.0, 6: 2.0, 7: 4.0, 8: 8.0}  # eV of an atom, by its element


@exercise(
    "Exercise 8: `sum_of_atoms`",
    points=1,
    hints=(
        "Ask `local_energy` once for every atom.",
        "E = Σ_i E_i, and i runs over `range(len(numbers))`.",
        "Section 1.6, just above the exercise.",
    ),
)
def sum_of_atoms(answer, rng):
    """Atomic energies of 1, 2, 4 and 8 eV, so that the total tells which atoms were counted."""

    def own(i, positions, numbers):
        return OWN[int(numbers[i])]

    expect(
        call(answer, own, np.eye(4, 3), np.array([1, 6, 7, 8])),
        15.0,
        unit="eV",
        mistakes={
            "This is the mean: twice the atoms must have twice the energy.": 3.75,
            "The first atom is missing.": 14.0,
            "The last atom is missing.": 7.0,
            "The atoms are weighted by their label, from 0 on: every atom counts once.": 34.0,
            "The atoms are weighted by their label, from 1 on: every atom counts once.": 49.0,
        },
        because="Every atom counts once, whatever its label.",
    )

    def local(i, positions, numbers):
        distances = np.linalg.norm(positions - positions[i], axis=1)
        return float(np.sqrt(numbers[i]) - 0.2 * distances.sum())

    positions, numbers = molecule(rng)
    right = sum(local(i, positions, numbers) for i in range(len(numbers)))
    expect(
        call(answer, local, positions, numbers),
        right,
        unit="eV",
        because="Sum over all atoms, and let each see the whole structure.",
    )
