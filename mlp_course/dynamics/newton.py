"""Newton's equation in finite steps, and what temperature means for N atoms.

Conventions: ASE's units, in which F = m a needs no factor: Å, eV, u, and for time
Å √(u/eV) = 10.18 fs. A time step in fs times `ase.units.fs` is in that unit. Atoms whose net
momentum is zero have 3N - 3 degrees of freedom.
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from ase.units import kB
from numpy.typing import ArrayLike

Forces = Callable[[np.ndarray], ArrayLike]  # positions (N, 3) Å -> forces (N, 3) eV/Å
State = tuple[np.ndarray, np.ndarray, np.ndarray]  # positions, velocities, forces, each (N, 3)
Energy = TypeVar("Energy", float, np.ndarray)  # one, or one a frame


def velocity_verlet_step(
    positions: ArrayLike,  # (N, 3)
    velocities: ArrayLike,  # (N, 3)
    forces: ArrayLike,  # (N, 3)
    masses: ArrayLike,  # (N,)
    dt: float,
    force_function: Forces,
) -> State:
    """Positions, velocities and forces, each (N, 3), one step `dt` later.

    1. half a kick with the forces at `positions`
    2. a drift with the velocities of half a step
    3. half a kick with the forces at the *new* positions

    `forces` are those at `positions`, `masses` is (N,). Time-reversible, symplectic, of second
    order. W. C. Swope, H. C. Andersen, P. H. Berens, K. R. Wilson, J. Chem. Phys. 76, 637 (1982),
    doi:10.1063/1.442716, Eqs. 2 and 7.

    >>> x, v, f = velocity_verlet_step([[1.0]], [[0.0]], [[-1.0]], [1.0], 0.1, lambda x: -x)
    >>> round(x.item(), 4), round(v.item(), 5)
    (0.995, -0.09975)
    """
    mass = _column(masses)
    half_a_step = 0.5 * dt
    x = np.asarray(positions)
    v = np.asarray(velocities)
    f = np.asarray(forces)

    # 1. half a kick
    v = v + half_a_step * f / mass

    # 2. a drift
    x = x + dt * v

    # 3. half a kick
    f = np.asarray(force_function(x))
    v = v + half_a_step * f / mass
    return x, v, f


def euler_step(
    positions: ArrayLike,  # (N, 3)
    velocities: ArrayLike,  # (N, 3)
    forces: ArrayLike,  # (N, 3)
    masses: ArrayLike,  # (N,)
    dt: float,
    force_function: Forces,
) -> State:
    """Explicit Euler, to be shown and not used: the *old* velocities move the atoms.

    Arguments (N, 3), masses (N,) and result as in `velocity_verlet_step`. Every step of a harmonic
    oscillator multiplies its energy by 1 + (ω dt)².
    """
    mass = _column(masses)
    v = np.asarray(velocities)
    x = np.asarray(positions) + dt * v
    v = v + dt * np.asarray(forces) / mass
    f = np.asarray(force_function(x))
    return x, v, f


def symplectic_euler_step(
    positions: ArrayLike,  # (N, 3)
    velocities: ArrayLike,  # (N, 3)
    forces: ArrayLike,  # (N, 3)
    masses: ArrayLike,  # (N,)
    dt: float,
    force_function: Forces,
) -> State:
    """Semi-implicit Euler: the *new* velocities move the atoms.

    There is no drift, but an error of first order. Arguments (N, 3), masses (N,) and result as in
    `velocity_verlet_step`, which walks through the same positions if its velocities are read half a
    step earlier (leapfrog). E. Hairer, C. Lubich, G. Wanner, Acta Numerica 12, 399 (2003),
    doi:10.1017/S0962492902000144, section 1.
    """
    mass = _column(masses)
    v = np.asarray(velocities) + dt * np.asarray(forces) / mass
    x = np.asarray(positions) + dt * v
    f = np.asarray(force_function(x))
    return x, v, f


def _column(masses: ArrayLike) -> np.ndarray:  # (N,) -> (N, 1)
    """Masses in the shape in which they divide forces (N, 3)."""
    return np.asarray(masses, dtype=float)[:, None]


def kinetic_energy(velocities: ArrayLike, masses: ArrayLike) -> float:
    """½ Σ m v² in eV of `velocities` (N, 3) in Å per ASE unit of time and `masses` (N,) in u."""
    v = np.asarray(velocities, dtype=float)
    m = np.asarray(masses, dtype=float)
    if v.shape != (m.size, 3) or m.ndim != 1:
        raise ValueError(
            f"velocities (N, 3) and masses (N,) are needed, got {v.shape} and {m.shape}."
        )
    momenta = m[:, None] * v  # (N, 3)
    return 0.5 * float(np.vdot(v, momenta))


def temperature(velocities: ArrayLike, masses: ArrayLike) -> float:
    """2 E_kin / (3N - 3) k in K, of `velocities` (N, 3) and `masses` (N,) as in `kinetic_energy`.

    Velocities must add up to no net momentum; ValueError for fewer than two atoms.

    >>> round(temperature([[0.01, 0, 0], [-0.01, 0, 0]], [40.0, 40.0]), 2)
    30.95
    """
    n_atoms = len(np.asarray(masses))
    if n_atoms < 2:
        raise ValueError(
            "one atom at rest with itself has no temperature: at least two are needed."
        )
    kinetic = kinetic_energy(velocities, masses)
    return kinetic_temperature(kinetic, n_atoms)


def kinetic_temperature(kinetic: Energy, n_atoms: int) -> Energy:
    """K of a kinetic energy (eV), any shape, that `n_atoms` without net momentum share."""
    degrees_of_freedom = 3 * n_atoms - 3
    return 2 * kinetic / (degrees_of_freedom * kB)


def maxwell_boltzmann(
    masses: ArrayLike, temperature: float, rng: np.random.Generator
) -> np.ndarray:
    """Velocities (N, 3) in Å per ASE unit of time, of `masses` (N,) in u at `temperature` in K.

    1. Every component is normal with variance kT/m.
    2. The velocity P/M of the centre of mass is taken away.

    The kinetic energy is not rescaled: at a given temperature it fluctuates.
    M. P. Allen, D. J. Tildesley, Computer Simulation of Liquids, 2nd ed. (2017), section 5.7.

    >>> v = maxwell_boltzmann([16.0, 1.0, 1.0], 300.0, np.random.default_rng(0))
    >>> bool(np.allclose([16.0, 1.0, 1.0] @ v, 0))
    True
    """
    m = np.asarray(masses, dtype=float)
    if m.ndim != 1 or not (m > 0).all() or not temperature >= 0:
        raise ValueError(
            "masses (N,) must be positive and the temperature not negative, "
            f"got {m} u, {temperature} K."
        )

    # 1. every atom by itself
    spread = np.sqrt(kB * temperature / m)  # (N,)
    velocities = rng.standard_normal((len(m), 3)) * spread[:, None]

    # 2. all together at rest
    momentum = m @ velocities  # (3,)
    return velocities - momentum / m.sum()
