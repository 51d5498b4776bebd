"""What velocities drawn from a heat bath must be: at rest as a whole, spread, normal, free."""

from collections.abc import Callable, Sequence

import numpy as np

from mlp_course.checks.answers.calling import call_often
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import an_array
from mlp_course.dynamics import kinetic_energy


def velocities_drawn(
    function: Callable,
    masses: Sequence[float] | np.ndarray,
    kelvin: float,
    seed: int,
) -> np.ndarray:
    """(1500, N, 3) drawn with one generator; AssertionError if `function` uses anything else."""
    rng = np.random.default_rng(seed)
    drawn = call_often(function, 1500, masses, kelvin, rng)
    draws = [an_array(velocities) for velocities in drawn]
    first = draws[0]
    wanted = (len(masses), 3)
    assert first.shape == wanted, f"Three components for each atom: {wanted}. Got {first.shape}."

    # The same seed gives the same, another seed and the next call something else.
    again = an_array(function(masses, kelvin, np.random.default_rng(seed)))
    other = an_array(function(masses, kelvin, np.random.default_rng(seed + 1)))
    repeats = np.array_equal(first, again)
    sticks = np.array_equal(first, other) or np.array_equal(first, draws[1])
    only_rng = "Draw every random number from the rng you are given, and from nothing else."
    assert repeats and not sticks, only_rng
    return np.array(draws)


def expect_rest(draws: np.ndarray, m: np.ndarray) -> None:
    """No net momentum in any draw (S, N, 3)."""
    momentum = np.einsum("n,snx->sx", m, draws)
    if np.abs(momentum).max() > 1e-8:
        velocity = draws.sum(axis=1)
        assert np.abs(velocity).max() > 1e-8, (
            "That was the mean velocity: in the momentum, masses are weights."
        )
        raise AssertionError("The net momentum is not zero: subtract Σmv/Σm from every velocity.")


def expect_spread(draws: np.ndarray, m: np.ndarray, kT: float) -> None:
    """The variance kT/m in every component of draws (S, N, 3), less that of the centre of mass."""
    part = m / m.sum()

    def seen(variance: np.ndarray) -> np.ndarray:
        """m⟨v²⟩/kT of velocities drawn with that variance (kT); 1 for all atoms if it is right."""
        at_rest = variance * (1 - 2 * part) + part**2 @ variance
        return m * at_rest / (1 - part)

    mistakes = {
        "The variance is kT/m: divide by the mass, under the root.": seen(m**0),
        "Your spread is √kT/m: the mass belongs under the root.": seen(1 / m**2),
        "That is twice the variance: one component has kT/m.": seen(2 / m),
    }
    because = "m⟨v²⟩/kT (centre of mass allowed for) must be 1 for every atom."
    variance = draws.var(axis=(0, 2))
    found = m * variance / kT / (1 - part)
    expect(
        found,
        seen(1 / m),
        rtol=0.12,
        because=because,
        mistakes=mistakes,
    )


def expect_free_energy(draws: np.ndarray, m: np.ndarray) -> None:
    """A kinetic energy that is another one in every draw (S, N, 3)."""
    kinetic = np.array([kinetic_energy(v, m) for v in draws])  # (S,)
    least = 0.3 * kinetic.mean() / np.sqrt(len(m))
    assert kinetic.std() > least, "All draws have one temperature: do not rescale them."


def expect_normal(draws: np.ndarray) -> None:
    """The moments of a normal distribution in the velocities of every atom, of draws (S, N, 3)."""
    second = np.mean(draws**2, axis=(0, 2))  # (N,)
    fourth = np.mean(draws**4, axis=(0, 2))
    three = np.full(draws.shape[1], 3.0)
    because = "The components are not normally distributed: ⟨v⁴⟩/⟨v²⟩² is 3 there."
    expect(fourth / second**2, three, atol=0.55, because=because)
