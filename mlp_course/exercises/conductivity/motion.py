"""Trials of dynamics: the library knows what is right, and what each mistake would give."""

from collections.abc import Callable, Sequence

import numpy as np
from ase.units import fs, kB

from mlp_course.checks.answers.calling import call, parts_of
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import an_array
from mlp_course.dynamics import velocity_verlet_step
from mlp_course.exercises.conductivity.heat_bath import (
    expect_free_energy,
    expect_normal,
    expect_rest,
    expect_spread,
    velocities_drawn,
)


def examine_spring(function: Callable) -> None:
    """Expect one step of 2 u on a spring of 4 eV/Å², dt = 0.1; of three atoms of different mass."""
    one = np.ones((1, 3))
    at_rest = 0 * one
    before = -4 * one  # the force at the start
    mass = np.array([2.0])
    x, v, f = _step(function, one, at_rest, before, mass, 0.1, lambda x: -4.0 * x)
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
    expect(
        x,
        0.99 * one,
        because="The new position is wrong.",
        mistakes=positions,
    )
    _examine_moving(function)
    expect(
        f,
        -3.96 * one,
        because="The new force is wrong.",
        mistakes=forces,
    )
    expect(
        v,
        -0.199 * one,
        because="The new velocity is wrong.",
        mistakes=velocities,
    )
    _examine_masses(function)


def _examine_moving(function: Callable) -> None:
    """Expect one step of the same spring whose atom moves already."""
    one = np.ones((1, 3))
    mass = np.array([2.0])
    x, _, _ = _step(function, one, one, -4 * one, mass, 0.1, lambda x: -4.0 * x)
    in_the_middle = (
        "That is position Verlet (half the way, a whole kick, half the way), which asks for forces "
        "in the middle: velocity Verlet has two half kicks."
    )
    expect(
        x,
        1.09 * one,
        because="The new position is wrong if the atom moves already.",
        mistakes={in_the_middle: 1.0895 * one},
    )


def _examine_masses(function: Callable) -> None:
    """Expect one step of three atoms of different mass that are pulled alike in every direction."""
    masses = np.array([1.0, 2.0, 3.0])
    pull = np.full((3, 3), 6.0)
    by_atom = np.repeat([[6.0], [3.0], [2.0]], 3, axis=1)
    start = 0 * pull
    at_rest = 0 * pull
    _, v, _ = _step(function, start, at_rest, pull, masses, 1.0, lambda x: pull.copy())
    divided = (
        "Each column was divided by a mass: there is one for each atom (row), so use "
        "masses[:, None]."
    )
    expect(
        v,
        by_atom,
        because="Every atom has its own mass.",
        mistakes={divided: by_atom.T},
    )


def examine_way_back(function: Callable) -> None:
    """Expect that 50 steps, all velocities turned round, and 50 more lead back to the start."""
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
    rng = np.random.default_rng(seed)
    stiffness = rng.uniform(0.5, 2, size=(n_atoms, 3))
    masses = rng.uniform(1, 100, size=n_atoms)

    def force(x):
        return np.sin(stiffness * x[::-1]) - x

    x, v = rng.normal(size=(2, n_atoms, 3))
    dt = rng.uniform(0.05, 0.5)
    state = (x, v, force(x), masses, dt, force)
    names = ("positions", "velocities", "forces")
    answer = _step(function, *state)
    after = velocity_verlet_step(*state)
    for name, got, right in zip(names, answer, after, strict=True):
        expect(got, right, because=f"The new {name} are wrong.")


def examine_velocities(
    function: Callable,
    masses: Sequence[float] | np.ndarray,
    kelvin: float,
    seed: int,
) -> None:
    """Expect 1500 draws of `function(masses, kelvin, rng)` as a heat bath would give them.

    Their momentum must be zero, their spread that of Maxwell and Boltzmann, their energy free.
    """
    draws = velocities_drawn(function, masses, kelvin, seed)  # (S, N, 3)
    m = np.asarray(masses, dtype=float)
    expect_rest(draws, m)
    expect_spread(draws, m, kB * kelvin)
    expect_free_energy(draws, m)
    expect_normal(draws)


def _step(function: Callable, *state) -> list[np.ndarray]:
    """Positions, velocities and forces that `function(*state)` returns."""
    answer = call(function, *state)
    parts = parts_of(answer, 3, "positions, velocities, forces")
    return [an_array(part) for part in parts]
