"""Trials of dynamics: the library knows what is right, and what each mistake would give."""

from collections.abc import Callable, Sequence

import numpy as np
from ase.units import fs, kB
from numpy.typing import ArrayLike

from mlp_course.classical import lennard_jones
from mlp_course.dynamics import kinetic_energy, velocity_verlet_step
from mlp_course.exercises.expect import call, call_often, expect


def examine_pair(function: Callable, r: ArrayLike, epsilon: float, sigma: float) -> None:
    """Expect energy and force of `function(r, epsilon, sigma)`; `r` of any shape, in Å."""
    __tracebackhide__ = True
    answer = call(function, r, epsilon, sigma)
    energy, force = _parts(answer, 2, "the energy, then the force")
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
    expect(energy, right, because="The energy is wrong.", mistakes=energies)
    expect(force, push, because="The force is not minus the slope of the energy.", mistakes=forces)


def examine_fit(
    function: Callable, law: tuple[float, float], r: ArrayLike, *, noise: float = 0.0, seed: int = 0
) -> None:
    """Expect `law` = (epsilon, sigma) from `function(r, energy)`.

    Where there is `noise` (eV), it may be off by 10 standard errors: ten, because weights are a
    matter of taste.
    """
    __tracebackhide__ = True
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
    expect(found, law, rtol=max(1e-3, 10 * errors.max()), because=because, mistakes=mistakes)


def _fitted(function: Callable, r: np.ndarray, energy: np.ndarray) -> list[float]:
    """The epsilon and sigma that `function` returns."""
    __tracebackhide__ = True
    try:
        answer = call(function, r, energy)
    except NotImplementedError:
        raise
    except RuntimeError as error:
        said = f"The fit gave up: start it from the lowest data point. ({error})"
        raise AssertionError(said) from None
    return [float(value) for value in _parts(answer, 2, "epsilon, then sigma")]


def examine_spring(function: Callable) -> None:
    """Expect one step of 2 u on a spring of 4 eV/Å², dt = 0.1; of three atoms of different mass."""
    __tracebackhide__ = True
    one = np.ones((1, 3))
    mass = np.array([2.0])
    x, v, f = _step(function, one, 0 * one, -4 * one, mass, 0.1, lambda x: -4.0 * x)
    positions = {
        "Your atoms move with the old velocities: that is explicit Euler.": one,
        "A whole kick before the move is symplectic Euler (or the force was not divided by the "
        "mass).": 0.98 * one,
        "dt is in ASE's unit already: do not multiply it by units.fs.": (1 - 0.01 * fs**2) * one,
    }
    velocities = {
        "Both kicks used the old forces: the second one takes the new.": -0.2 * one,
        "The second half of the kick is missing.": -0.1 * one,
    }
    forces = {
        "You returned the old forces: the next step needs those at the new positions.": -4 * one
    }
    expect(x, 0.99 * one, because="The new position is wrong.", mistakes=positions)
    expect(f, -3.96 * one, because="The new force is wrong.", mistakes=forces)
    expect(v, -0.199 * one, because="The new velocity is wrong.", mistakes=velocities)

    # Three atoms pulled alike in every direction
    masses = np.array([1.0, 2.0, 3.0])
    pull = np.full((3, 3), 6.0)
    by_atom = np.repeat([[6.0], [3.0], [2.0]], 3, axis=1)
    _, v, _ = _step(function, 0 * pull, 0 * pull, pull, masses, 1.0, lambda x: pull.copy())
    divided = (
        "Each column was divided by a mass: there is one for each atom (row), so use "
        "masses[:, None]."
    )
    expect(v, by_atom, because="Every atom has its own mass.", mistakes={divided: by_atom.T})


def examine_way_back(function: Callable) -> None:
    """Expect that 50 steps, all velocities turned round, and 50 more lead back to the start."""
    __tracebackhide__ = True
    start = np.array([[0.3, 0.0, 0.1], [1.0, -0.4, 0.2]])
    masses = np.array([1.0, 5.0])

    def force(x):
        return -x - x**3

    x = start
    v = 0 * start
    f = force(start)
    for _way in ("there", "back"):
        for _ in range(50):
            x, v, f = _step(function, x, v, f, masses, 0.05, force)
        v = -v
    because = "Turned round, the atoms must find the way back: this step is not time-reversible."
    expect(x, start, atol=1e-8, because=because)


def examine_step(function: Callable, n_atoms: int, seed: int) -> None:
    """Expect one step of `n_atoms` that feel each other, all numbers drawn."""
    __tracebackhide__ = True
    rng = np.random.default_rng(seed)
    stiffness = rng.uniform(0.5, 2, size=(n_atoms, 3))
    masses = rng.uniform(1, 100, size=n_atoms)

    def force(x):
        return np.sin(stiffness * x[::-1]) - x

    x, v = rng.normal(size=(2, n_atoms, 3))
    state = (x, v, force(x), masses, rng.uniform(0.05, 0.5), force)
    names = ("positions", "velocities", "forces")
    answer = _step(function, *state)
    after = velocity_verlet_step(*state)
    for name, got, right in zip(names, answer, after, strict=True):
        expect(got, right, because=f"The new {name} are wrong.")


def examine_velocities(
    function: Callable, masses: Sequence[float], kelvin: float, seed: int
) -> None:
    """Expect 1500 draws of `function(masses, kelvin, rng)` as a heat bath would give them.

    Their momentum must be zero, their spread that of Maxwell and Boltzmann, their energy free.
    """
    __tracebackhide__ = True
    draws = _draws(function, masses, kelvin, seed)  # (S, N, 3)
    m = np.asarray(masses, dtype=float)
    _expect_rest(draws, m)
    _expect_spread(draws, m, kB * kelvin)

    kinetic = np.array([kinetic_energy(v, m) for v in draws])
    least = 0.3 * kinetic.mean() / np.sqrt(len(m))
    assert kinetic.std() > least, "All draws have one temperature: do not rescale them."

    second = np.mean(draws**2, axis=(0, 2))
    fourth = np.mean(draws**4, axis=(0, 2))
    because = "The components are not normally distributed: ⟨v⁴⟩/⟨v²⟩² is 3 there."
    expect(fourth / second**2, np.full(len(m), 3.0), atol=0.55, because=because)


def _expect_rest(draws: np.ndarray, m: np.ndarray) -> None:
    """No net momentum in any draw (S, N, 3)."""
    __tracebackhide__ = True
    momentum = np.einsum("n,snx->sx", m, draws)
    if np.abs(momentum).max() > 1e-8:
        velocity = draws.sum(axis=1)
        assert np.abs(velocity).max() > 1e-8, (
            "That was the mean velocity: in the momentum, masses are weights."
        )
        raise AssertionError("The net momentum is not zero: subtract Σmv/Σm from every velocity.")


def _expect_spread(draws: np.ndarray, m: np.ndarray, kT: float) -> None:
    """The variance kT/m in every component of draws (S, N, 3), less that of the centre of mass."""
    __tracebackhide__ = True
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
    found = m * draws.var(axis=(0, 2)) / kT / (1 - part)
    expect(found, seen(1 / m), rtol=0.12, because=because, mistakes=mistakes)


def _draws(function: Callable, masses: Sequence[float], kelvin: float, seed: int) -> np.ndarray:
    """(1500, N, 3) drawn with one generator; AssertionError if `function` uses anything else."""
    __tracebackhide__ = True
    rng = np.random.default_rng(seed)
    answers = call_often(function, 1500, masses, kelvin, rng)
    draws = [np.asarray(answer, dtype=float) for answer in answers]
    first = draws[0]
    wanted = (len(masses), 3)
    assert first.shape == wanted, f"Three components for each atom: {wanted}. Got {first.shape}."

    # The same seed gives the same, another seed and the next call something else.
    again = np.asarray(function(masses, kelvin, np.random.default_rng(seed)), float)
    other = np.asarray(function(masses, kelvin, np.random.default_rng(seed + 1)), float)
    repeats = np.array_equal(first, again)
    sticks = np.array_equal(first, other) or np.array_equal(first, draws[1])
    only_rng = "Draw every random number from the rng you are given, and from nothing else."
    assert repeats and not sticks, only_rng
    return np.array(draws)


def _step(function: Callable, *state) -> list[np.ndarray]:
    """Positions, velocities and forces that `function(*state)` returns."""
    __tracebackhide__ = True
    answer = _parts(call(function, *state), 3, "positions, velocities, forces")
    return [np.asarray(part, dtype=float) for part in answer]


def _parts(answer, n: int, names: str):
    """The `n` things that an answer is made of; AssertionError if there are not so many."""
    __tracebackhide__ = True
    is_array = getattr(answer, "ndim", 0) > 0
    countable = is_array or isinstance(answer, tuple | list)
    assert countable and len(answer) == n, f"Return {n} things: {names}."
    return answer
