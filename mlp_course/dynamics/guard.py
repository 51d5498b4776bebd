"""Where dynamics stops being physics.

Atoms collide, or energy, temperature or a coordinate explodes.
"""

import math
from dataclasses import dataclass

import ase
import numpy as np
from ase.data import covalent_radii

from mlp_course.dynamics.newton import kinetic_temperature
from mlp_course.dynamics.trajectory import Trajectory
from mlp_course.neighbors import pairs_of_atoms

FASTEST = 3.0  # Å; with a smaller cutoff the search for pairs spends its time on empty boxes


@dataclass(frozen=True)
class Limits:
    """Two atoms collide at `closest` times the sum of their covalent radii.

    Radii: B. Cordero et al., Dalton Trans. 2832 (2008), doi:10.1039/b801115j.
    """

    temperature: float = 10_000.0  # K
    energy_change: float = 5.0  # eV/atom, potential and kinetic, since the first frame
    closest: float = 0.5


USUAL = Limits()


class Unstable(RuntimeError):
    """The dynamics blew up; `trajectory` holds the frames before, `step` and `time_fs` say when."""

    def __init__(self, step: int, time_fs: float, reason: str, trajectory: Trajectory):
        super().__init__(f"unstable after step {step} ({time_fs:g} fs): {reason}.")
        self.step = step
        self.time_fs = time_fs
        self.reason = reason
        self.trajectory = trajectory


def motion_fault(atoms: ase.Atoms, masses: np.ndarray, limits: Limits) -> str | None:
    """What is wrong with the velocities of `atoms`; `masses` (N, 1) in u.

    It is cheap enough for every step.
    """
    kinetic = kinetic_of(atoms, masses)
    temperature = kinetic_temperature(kinetic, len(atoms))
    if not math.isfinite(temperature):
        return "a force or velocity is not a finite number"
    if temperature > limits.temperature:
        return f"the temperature of {temperature:.3g} K is above {limits.temperature:g} K"
    return None


def place_fault(atoms: ase.Atoms, limits: Limits) -> str | None:
    """What is wrong with the positions of `atoms` (N)."""
    if not np.isfinite(atoms.positions).all():
        return "a position is not a finite number"
    radii = limits.closest * covalent_radii[atoms.numbers]  # (N,) Å
    cutoff = max(2 * radii.max(), FASTEST)
    i, j, distance = pairs_of_atoms(atoms, cutoff, "ijd")
    closest = radii[i] + radii[j]
    collided = np.flatnonzero(distance < closest)
    if len(collided) == 0:
        return None
    pair = collided[0]
    return f"atoms {i[pair]} and {j[pair]} are {distance[pair]:.2f} Å apart"


def energy_fault(change: float, limits: Limits) -> str | None:
    """What is wrong with a total energy that has changed by `change` (eV/atom)."""
    # Asked in this way, nan is a fault, too.
    if abs(change) <= limits.energy_change:
        return None
    return f"the energy has changed by {change:.3g} eV/atom"


def kinetic_of(atoms: ase.Atoms, masses: np.ndarray) -> float:
    """Kinetic energy of `atoms` (N) in eV, a few µs; `masses` (N, 1) in u."""
    momenta = atoms.arrays["momenta"]
    return 0.5 * float(np.vdot(momenta, momenta / masses))
