"""What the tests of lesson 01 try is what it claims to be."""

import re

import numpy as np
import pytest

from mlp_course.exercises.molecules import molecule
from mlp_course.exercises.symmetry import energies, rotations, trials
from mlp_course.symmetry import random_rotation


def change(trial, kind, seed):
    """By how much the function of `trial` violates the symmetry, over 20 operations."""
    rng = np.random.default_rng(seed)
    positions, numbers = molecule(np.random.default_rng(seed))
    found = []
    for _ in range(20):
        R, order = random_rotation(rng), rng.permutation(len(numbers))
        moved = {
            "translation": (positions + rng.normal(size=3), numbers),
            "permutation": (positions[order], numbers[order]),
        }.get(kind, (positions @ R.T, numbers))
        before = trial.function(positions, numbers)
        found.append(
            np.abs(
                trial.function(*moved) - (before @ R.T if kind == "equivariance" else before)
            ).max()
        )
    return max(found)


KINDS = {
    "translation": trials.TRANSLATION,
    "rotation": trials.ROTATION,
    "permutation": trials.PERMUTATION,
    "equivariance": trials.EQUIVARIANCE,
}


ALL = [(kind, k) for kind, table in KINDS.items() for k in range(len(table))]


@pytest.mark.parametrize(("kind", "k"), ALL)
@pytest.mark.parametrize("seed", range(5))
def test_trials_are_what_they_claim(kind, k, seed):
    trial = KINDS[kind][k]
    violation = change(trial, kind, seed)
    # Of an energy of -4210 eV rounding leaves less.
    if trial.symmetric:
        assert violation < 1e-12
    elif trial.hint == trials.FAINT:
        assert 0.001 < violation < 0.02
    else:
        assert violation > 0.05


@pytest.mark.parametrize(("kind", "k"), ALL)
def test_a_wrong_verdict_is_answered_with_the_hint(kind, k):
    trial = KINDS[kind][k]

    def stubborn(function, positions, numbers, rng):
        return not trial.symmetric

    with pytest.raises(AssertionError, match=re.escape(trial.hint)):
        trial.expect(stubborn, seed=0)


def test_pair_forces_are_the_slope_of_pair():
    positions, numbers = molecule(np.random.default_rng(3))
    for index in np.ndindex(*positions.shape):
        step = np.zeros_like(positions)
        step[index] = 1e-5
        slope = (
            energies.pair(positions + step, numbers) - energies.pair(positions - step, numbers)
        ) / 2e-5
        assert energies.pair_forces(positions, numbers)[index] == pytest.approx(-slope, abs=1e-8)


@pytest.mark.parametrize("seed", range(30))
def test_uniform_rotations_are_never_called_faulty(seed):
    gaussian = np.random.default_rng(seed).normal(size=(2500, 3, 3))
    q, r = np.linalg.qr(gaussian)
    q = q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None, :]
    assert rotations.rotation_fault(q * np.linalg.det(q)[:, None, None]) == ""
