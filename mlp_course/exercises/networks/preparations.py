"""What is done to energies and features before training."""

import numpy as np

from mlp_course.checks.exercise import exercise
from mlp_course.exercises.networks import fits

FOUR = [[1, 1], [8, 1, 1], [6, 1, 1, 1, 1], [6, 8]]  # compositions
ETHANOL = [6, 6, 8, 1, 1, 1, 1, 1, 1]


@exercise(
    "Exercise 6: `reference_energies`",
    points=3,
    hints=(
        "One unknown for each element, one equation for each structure.",
        "n(H) E_H + n(C) E_C + n(O) E_O = E, by least squares: count the atoms of each element.",
        "`np.linalg.lstsq(count, energies, rcond=None)[0]` takes any system, also of a single "
        "composition (section 3.4).",
    ),
)
def reference_energies(answer, rng):
    """Several compositions, then a single one."""
    fits.examine_references(answer, FOUR, [-31.5, -2080.0, -1101.0, -3080.0])
    fits.examine_references(answer, [[8, 1, 1], [1, 8, 1]], [-2080.0, -2081.0])

    drawn = [rng.choice([1, 6, 7, 8], size=rng.integers(2, 9)) for _ in range(30)]
    of_element = {1: -13.0, 6: -1030.0, 7: -1480.0, 8: -2040.0}
    energies = np.array([sum(of_element[int(z)] for z in numbers) for numbers in drawn])
    energies = energies + rng.normal(size=30)
    fits.examine_references(answer, drawn, energies)
    as_lists = [numbers.tolist() for numbers in drawn]
    fits.examine_references(answer, as_lists, energies.tolist())
    of_one_molecule = [np.array(ETHANOL)] * 20
    fits.examine_references(answer, of_one_molecule, -4210 + rng.normal(size=20))


@exercise(
    "Exercise 7: `standardise`",
    points=2,
    hints=(
        "Mean and spread of each column of `train`, used for both arrays.",
        "(x - mean) / spread; where all of a column of `train` are equal, only x - mean.",
        "`np.where(constant, 1.0, spread)` keeps constant columns from a division; adding 1e-8 to "
        "every spread changes the others, too (section 3.4).",
    ),
)
def standardise(answer, rng):
    """Statistics of the training data, for both; no division by zero."""
    with_constant = np.array([[1.0, 2.0], [3.0, 2.0], [8.0, 2.0]])
    fits.examine_scaling(answer, with_constant, np.array([[2.0, 5.0], [10.0, 2.0]]))
    fits.examine_scaling(answer, [[1, 0], [2, 4]], [[3, 3]])

    train = rng.normal(3, 2, size=(20, 5))
    train[:, 2] = -0.25
    other = rng.normal(1, 4, size=(7, 5))
    fits.examine_scaling(answer, train, other)
    fits.examine_scaling(answer, train.tolist(), other.tolist())
    # In features that hardly vary, what is added to the spread is seen.
    fits.examine_scaling(answer, 1e-6 * train[:, :2], 1e-6 * other[:, :2])
