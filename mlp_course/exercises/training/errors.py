"""Errors of energies and forces as one number."""

import numpy as np

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise

BROADCAST = "Shapes (n,) and (n, 1) were broadcast to n × n: flatten both, or raise ValueError."
UNEQUAL = (
    "3 predictions were compared with 1 value: raise ValueError if the numbers of values differ, "
    "or one of them is used three times."
)


@exercise(
    "Exercise 3: `mae`",
    points=2,
    hints=(
        "An error counts whatever its sign, and every value counts the same.",
        "MAE = Σ |predicted - true| / n, over all elements; flatten both first (`np.ravel`).",
        "Section 4.2. Compare the sizes yourself, and raise ValueError: NumPy broadcasts.",
    ),
)
def mae(answer, rng):
    """Absolute values, the mean of all elements, and no silent broadcasting."""
    expect(
        call(answer, [1.0, -1.0, 4.0], [0.0, 0.0, 0.0]),
        2.0,
        mistakes={
            "Your errors cancel: take absolute values before averaging.": 4 / 3,
            "That is the median; MAE is the mean.": 1.0,
            "That is the sum; divide by the number of values.": 6.0,
            "That is the RMSE; MAE does not square.": np.sqrt(6.0),
            "That is a norm, not a mean: average |predicted - true|.": np.sqrt(18.0),
        },
        because="Not the mean of |predicted - true|.",
    )
    _refuses_to_broadcast(answer)
    expect(
        call(answer, [2, 5], [3, 3]),
        1.5,
        because="Integers must work, too: the mean of |2 - 3| and |5 - 3|.",
    )
    predicted, true = rng.normal(size=(2, 7, 5, 3))
    right = np.abs(predicted - true).mean()
    expect(
        call(answer, predicted, true),
        right,
        because="Average over all elements of an array of any shape.",
    )
    expect(call(answer, predicted.tolist(), true.tolist()), right, because="Lists must work, too.")
    _refuses_unequal_numbers(answer)


@exercise(
    "Exercise 4: `rmse`",
    points=2,
    hints=(
        "Square, average over everything, take the root, in that order.",
        "RMSE = √(Σ (predicted - true)² / n), over all elements.",
        "Section 4.2. `np.std` subtracts the mean error first, which hides a constant error.",
    ),
)
def rmse(answer, rng):
    """Square, average over everything, take the root, in that order."""
    expect(
        call(answer, [3.0, 4.0], [0.0, 0.0]),
        np.sqrt(12.5),
        mistakes={
            "That is the MSE: the root is missing, so the unit is squared.": 12.5,
            "You divided by n - 1. That is for estimating a variance; RMSE divides by n.": 5.0,
            "That is the MAE: square the differences first.": 3.5,
            "That is a standard deviation (np.std): it subtracts the mean error, so a constant "
            "error would not count.": 0.5,
            "That is a standard deviation with n - 1: it subtracts the mean error.": np.sqrt(0.5),
            "You divided by n after the root: norm/n is not RMSE, norm/√n is.": 2.5,
        },
        because="Not the root of the mean of (predicted - true)².",
    )
    expect(
        call(answer, [[3.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]),
        1.5,
        mistakes={
            "You averaged the RMSE of each row (structure): pool all elements first.": 1.5
            / np.sqrt(2),
            "You divided by the number of rows: divide by the number of elements.": 3 / np.sqrt(2),
        },
        because="All four elements count, whatever the shape.",
    )
    _refuses_to_broadcast(answer)
    expect(
        call(answer, [2, 5], [3, 3]),
        np.sqrt(2.5),
        because="Integers must work, too: the root of the mean of 1 and 4.",
    )
    predicted, true = rng.normal(size=(2, 6, 5, 3))
    right = np.sqrt(((predicted - true) ** 2).mean())
    expect(
        call(answer, predicted, true),
        right,
        because="Average over all elements of an array of any shape.",
    )
    expect(call(answer, predicted.tolist(), true.tolist()), right, because="Lists must work, too.")
    _refuses_unequal_numbers(answer)


def _refuses_to_broadcast(answer) -> None:
    """In another shape the same values are the same values."""
    values = np.array([1.0, 2.0, 3.0])
    try:
        column = call(answer, values, values[:, None])
    except ValueError:
        column = 0.0
    expect(column, 0.0, because=BROADCAST)


def _refuses_unequal_numbers(answer) -> None:
    """Three values and one are no pairs."""
    values = np.array([1.0, 2.0, 3.0])
    try:
        answer(values, [2.0])
    except ValueError:
        return
    raise AssertionError(UNEQUAL)


@exercise(
    "Exercise 5: `energy_mae_per_atom`",
    points=2,
    hints=(
        "Errors of total energies grow with the structure: compare them per atom.",
        "1000 · mean of |predicted - true| / n_atoms, each structure by its own size.",
        "Section 4.2: why the sizes must not be averaged first.",
    ),
)
def energy_mae_per_atom(answer, rng):
    """Each structure by its own size, and meV in the end."""
    expect(
        call(answer, [-1.0, -20.0], [-1.3, -20.4], [3, 10]),
        70.0,
        unit="meV/atom",
        mistakes={
            "That is eV/atom: multiply by 1000 for meV.": 0.07,
            "You divided by the mean size: divide each error by its own number of atoms.": 1000
            * 0.35
            / 6.5,
            "You did not divide by the number of atoms.": 350.0,
            "Your errors carry a sign: take absolute values.": -70.0,
            "You divided the sum of the errors by the number of all atoms: divide each error by "
            "its own.": 1000 * 0.7 / 13,
            "That is the RMSE: take absolute values, not squares.": 1000
            * np.sqrt((0.1**2 + 0.04**2) / 2),
        },
        because="Not the mean of |ΔE| / n_atoms, in meV.",
    )
    expect(
        call(answer, [1.0, -1.0], [0.0, 0.0], [1, 1]),
        1000.0,
        unit="meV/atom",
        mistakes={"Your errors cancel: take absolute values before averaging.": 0.0},
        because="Errors of 1 eV in single atoms are 1000 meV/atom.",
    )
    true, predicted = 5 * rng.normal(size=(2, 30))
    sizes = rng.integers(1, 80, size=30)
    right = 1000 * (np.abs(true - predicted) / sizes).mean()
    expect(
        call(answer, predicted, true, sizes),
        right,
        unit="meV/atom",
        because="Divide each structure's error by its own size, then average.",
    )
    expect(
        call(answer, predicted.tolist(), true.tolist(), sizes.tolist()),
        right,
        unit="meV/atom",
        because="Lists must work, too.",
    )


@exercise(
    "Exercise 6: `force_rmse`",
    points=2,
    hints=(
        "Every component of every atom of every structure weighs the same.",
        "Collect all (F_pred - F)² in one long list, then mean, then root.",
        "Section 4.2. Structures have different sizes: `np.concatenate` joins what is flattened.",
    ),
)
def force_rmse(answer, rng):
    """Pool every component of every structure before taking the root."""
    predicted = [np.array([[3.0, 0.0, 0.0]]), np.zeros((2, 3))]
    true = [np.zeros((1, 3)), np.zeros((2, 3))]
    expect(
        call(answer, predicted, true),
        1.0,
        unit="eV/Å",
        mistakes={
            "That is the mean of the RMSE of each structure: pool all components first.": np.sqrt(3)
            / 2,
            "You compared lengths of vectors: every x, y and z counts on its own.": np.sqrt(3),
            "You averaged the mean square of each structure: pool all components first.": np.sqrt(
                1.5
            ),
            "That is the MAE: square the differences.": 1 / 3,
        },
        because="Not the root of the mean of all (F_pred - F)².",
    )
    sizes = (2, 9, 5, 30)
    predicted = [rng.normal(size=(n, 3)) for n in sizes]
    true = [rng.normal(size=(n, 3)) for n in sizes]
    errors = np.concatenate(predicted) - np.concatenate(true)
    right = np.sqrt((errors**2).mean())
    expect(
        call(answer, predicted, true),
        right,
        unit="eV/Å",
        mistakes={"That is the MSE: the root is missing.": right**2},
        because="All components of all structures weigh the same.",
    )
    as_lists = [[array.tolist() for array in arrays] for arrays in (predicted, true)]
    expect(call(answer, *as_lists), right, unit="eV/Å", because="Nested lists must work.")
