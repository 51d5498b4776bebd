"""Trials of a pair law and of its fit."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.checks.answers.calling import call, parts_of
from mlp_course.checks.answers.expect import expect
from mlp_course.classical import lennard_jones


def examine_pair(function: Callable, r: ArrayLike, epsilon: float, sigma: float) -> None:
    """Expect energy and force of `function(r, epsilon, sigma)`; `r` of any shape, in Å."""
    answer = call(function, r, epsilon, sigma)
    energy, force = parts_of(answer, 2, "the energy, then the force")
    right, push = lennard_jones(r, epsilon, sigma)
    sixth = (sigma / np.asarray(r, dtype=float)) ** 6
    no_brackets = 4 * epsilon * sixth**2 - sixth
    six_and_three = 4 * epsilon * (sixth - np.sqrt(sixth))
    energies = {
        "The factor 4 is missing.": right / 4,
        "Attraction and repulsion are swapped.": -right,
        "4ε must multiply both terms: mind the brackets.": no_brackets,
        "The powers are 12 and 6.": six_and_three,
        "You returned the force first: energy, then force.": push,
    }
    forces = {
        "That is the slope dE/dr: the force is minus the slope.": -push,
        "The derivative of (σ/r)¹² also divides by r.": push * r,
        "That is half of it: the full force acts on each of the two.": push / 2,
    }
    expect(
        energy,
        right,
        because="The energy is wrong.",
        mistakes=energies,
    )
    expect(
        force,
        push,
        because="The force is not minus the slope of the energy.",
        mistakes=forces,
    )


def examine_fit(
    function: Callable,
    law: tuple[float, float],
    r: ArrayLike,
    *,
    noise: float = 0.0,
    seed: int = 0,
) -> None:
    """Expect `law` = (epsilon, sigma) from `function(r, energy)`.

    Where there is `noise` (eV), it may be off by 25 standard errors: so many, because weights are a
    matter of taste.
    """
    r = np.asarray(r, dtype=float)
    epsilon, sigma = law
    energy, force = lennard_jones(r, epsilon, sigma)

    # Standard errors of a least-squares fit, relative to the law
    slopes = np.stack([energy / epsilon, force * r / sigma], axis=1)  # (n, 2)
    covariance = np.linalg.inv(slopes.T @ slopes)
    errors = noise * np.sqrt(np.diag(covariance)) / law

    rng = np.random.default_rng(seed)
    energy = energy + noise * rng.normal(size=r.shape)
    found = _fitted(function, r, energy)

    # What wrong ways would find
    low = energy.argmin()
    size = 2 ** (1 / 6)  # of σ: where the energy is lowest
    too_large = [epsilon, sigma * size]
    lowest = [-energy[low], r[low] / size]
    mistakes = {
        "The order is epsilon, sigma.": [sigma, epsilon],
        "σ is where the energy is zero, 2^(1/6) times less than where it is lowest.": too_large,
        "That is the lowest data point, a start; now fit all of them.": lowest,
    }
    because = (
        "That is not the best fit: did it start from the lowest data point, and end at a minimum?"
    )
    rtol = max(1e-3, 25 * errors.max())
    expect(
        found,
        law,
        rtol=rtol,
        because=because,
        mistakes=mistakes,
    )


def _fitted(function: Callable, r: np.ndarray, energy: np.ndarray) -> list[float]:
    """The epsilon and sigma that `function` returns."""
    try:
        answer = call(function, r, energy)
    except NotImplementedError:
        raise
    except RuntimeError as error:
        said = f"The fit gave up: start it from the lowest data point. ({error})"
        raise AssertionError(said) from None
    parts = parts_of(answer, 2, "epsilon, then sigma")
    return [float(value) for value in parts]
