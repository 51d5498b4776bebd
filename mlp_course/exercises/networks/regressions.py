"""Kernels, a Gaussian approximation potential, and linear models."""

import numpy as np

from mlp_course.checks.exercise import exercise
from mlp_course.exercises.networks import fits


@exercise(
    "Exercise 8: `kernel_ridge_fit`",
    points=2,
    hints=(
        "A linear system: as many unknown weights as targets.",
        "(K + σ² I) w = y, with the square of the noise on the diagonal.",
        "`np.linalg.solve` solves it; an inverse loses digits where rows of K are alike "
        "(section 3.6).",
    ),
)
def kernel_ridge_fit(answer, rng):
    """The weights must solve the system, also where rows of K are nearly alike."""
    fits.examine_ridge(answer, np.array([[2.0, 0.5], [0.5, 1.0]]), np.array([1.0, -3.0]), 0.5)
    fits.examine_ridge(answer, [[2, 1], [1, 3]], [1, 4], 2)

    places = np.sort(rng.uniform(-1, 1, 30))
    alike = np.exp(-(np.subtract.outer(places, places) ** 2))
    targets = alike @ np.sin(2 * places)
    for noise in (1e-6, 0.3):
        fits.examine_ridge(answer, alike, targets, noise)
    fits.examine_ridge(answer, alike[::8, ::8].tolist(), targets[::8].tolist(), 2)


@exercise(
    "Exercise 9: `gap_energy`",
    points=3,
    hints=(
        "Compare every atom with every sparse environment; weigh; add up everything.",
        "q = feature / |feature|, row by row; then Σ_i Σ_s w_s (q_i · q_s)^ζ.",
        "`(q @ q_s.T) ** zeta @ weights`, summed over the atoms; no absolute values (section 3.6).",
    ),
)
def gap_energy(answer, rng):
    """Unit vectors, the power, the weights, and a sum over atoms."""
    soap_like = np.array([[1.0, 2.0, 0.5], [0.3, 0.1, 2.0]])
    sparse = np.array([[2.0, 1.0, 1.0], [0.2, 0.4, 0.9]])
    fits.examine_gap(answer, soap_like, sparse, np.array([0.7, -1.5]), 2)
    fits.examine_gap(answer, [[1, 3], [2, 2]], [[4, 1]], [2], 3)
    for n, m, zeta in ((7, 4, 4), (1, 3, 2), (5, 5, 1)):
        features = rng.uniform(0, 3, size=(n, 6))
        compared = rng.uniform(0, 3, size=(m, 6))
        weights = rng.normal(size=m)
        fits.examine_gap(answer, features, compared, weights, zeta)
        as_lists = (features.tolist(), compared.tolist(), weights.tolist())
        fits.examine_gap(answer, *as_lists, zeta)
    # Of odd powers the sign of a similarity counts.
    fits.examine_gap(
        answer, rng.normal(size=(4, 6)), rng.normal(size=(3, 6)), rng.normal(size=3), 3
    )
    fits.examine_gap(answer, [[1, 2], [3, 0]], [[0, 1], [4, 3]], [2, -1], 3)


@exercise(
    "Exercise 10: `linear_energy_fit`",
    points=3,
    hints=(
        "The energy of a structure is linear in the sum of its atoms' features.",
        "One row for each structure, Σ_i B_i, one coefficient for each feature; no intercept.",
        "`np.linalg.lstsq(rows, energies, rcond=None)[0]` (section 3.7).",
    ),
)
def linear_energy_fit(answer, rng):
    """Summed features, total energies, no intercept."""
    three = [
        np.array([[1.0, 0.2], [0.5, 1.0]]),
        np.array([[0.3, 0.4]]),
        np.array([[2.0, 1.0], [0.1, 0.6], [0.4, 0.3]]),
    ]
    fits.examine_linear(answer, three, np.array([1.0, -0.4, 2.0]))
    fits.examine_linear(answer, [[[1, 0], [2, 1]], [[0, 3]], [[1, 1]]], [4, 6, 1])

    drawn = [rng.normal(1, 1, size=(rng.integers(2, 9), 4)) for _ in range(25)]
    law = np.array([1.0, -2.0, 0.5, 3.0])
    energies = np.array([2.0 + features.sum(axis=0) @ law for features in drawn])
    energies = energies + rng.normal(size=25)
    fits.examine_linear(answer, drawn, energies)
    as_lists = [features.tolist() for features in drawn]
    fits.examine_linear(answer, as_lists, energies.tolist())
    fits.examine_linear(answer, [[[1, 2], [3, 4]], [[0, 1]], [[2, 2]]], [3, 1, 5])
