"""Is a potential fit for dynamics?

Run Newton with it and watch the energy, which must not go anywhere.
"""

from dataclasses import dataclass

import ase
import numpy as np
from numpy.typing import ArrayLike

from mlp_course.dynamics.ensembles import nve, thermalize
from mlp_course.dynamics.recording import record
from mlp_course.dynamics.trajectory import Trajectory

MEV_PER_EV = 1000.0
FS_PER_PS = 1000.0
ENOUGH = 1000  # frames for a slope


def energy_drift(
    total_energies: ArrayLike,  # (T,) eV
    times: ArrayLike,  # (T,) fs
    n_atoms: int,
) -> float:
    """Slope of the total energy in meV/atom/ps, with its sign: least squares through all frames.

    Raises ValueError for fewer than two different times.

    >>> energy_drift([-10.0, -9.5, -9.0], [0.0, 500.0, 1000.0], n_atoms=100)
    10.0
    """
    energy = np.asarray(total_energies, dtype=float)
    time = np.asarray(times, dtype=float)
    if energy.ndim != 1 or energy.shape != time.shape or len(energy) < 2 or np.ptp(time) == 0:
        raise ValueError(
            f"a slope needs two or more energies at different times: {energy.shape}, {time.shape}."
        )
    t = time - time.mean()
    E = energy - energy.mean()
    slope = t @ E / (t @ t)  # eV/fs
    return float(slope * MEV_PER_EV * FS_PER_PS / n_atoms)


@dataclass(frozen=True)
class Stability:
    """What the total energy of a trajectory did."""

    drift_mev_per_atom_per_ps: float
    fluctuation_mev_per_atom: float  # rms about the straight line: the time step's doing
    mean_temperature: float  # K
    duration_fs: float

    def __str__(self) -> str:
        duration = self.duration_fs / FS_PER_PS
        return (
            f"drift {self.drift_mev_per_atom_per_ps:+.3f} meV/atom/ps, "
            f"fluctuation {self.fluctuation_mev_per_atom:.3f} meV/atom "
            f"over {duration:g} ps at {self.mean_temperature:.0f} K"
        )


def stability(trajectory: Trajectory) -> Stability:
    """Drift and fluctuation of the total energy of a trajectory (T frames) without a thermostat."""
    energy = trajectory.total_energy  # (T,) eV
    times = trajectory.times_fs
    n_atoms = len(trajectory.species)
    drift = energy_drift(energy, times, n_atoms)

    # What is left when the straight line is taken off
    slope = drift * n_atoms / MEV_PER_EV / FS_PER_PS  # eV/fs
    line = slope * (times - times.mean())  # (T,) eV
    rest = energy - energy.mean() - line
    fluctuation = rest.std() * MEV_PER_EV / n_atoms
    return Stability(
        drift_mev_per_atom_per_ps=drift,
        fluctuation_mev_per_atom=float(fluctuation),
        mean_temperature=float(trajectory.temperature.mean()),
        duration_fs=float(np.ptp(times)),
    )


def nve_drift(
    atoms: ase.Atoms,
    *,
    temperature: float,
    timestep_fs: float,
    duration_fs: float,
    rng: np.random.Generator,
) -> float:
    """Energy drift in meV/atom/ps of Newton's dynamics of a copy of `atoms` (N).

    The dynamics starts at `temperature` (K). The copy shares the calculator. Atoms at their minimum
    share their heat with the springs: start twice as hot, or from an equilibrated frame. Raises
    Unstable where the potential lets the atoms fly apart.
    """
    moving = atoms.copy()
    moving.calc = atoms.calc
    thermalize(moving, temperature, rng)

    # Whole numbers of steps between frames, and of frames
    n_steps = max(1, round(duration_fs / timestep_fs))
    every_fs = timestep_fs * max(1, n_steps // ENOUGH)
    n_frames = max(1, round(duration_fs / every_fs))
    trajectory = record(
        nve(moving, timestep_fs),
        duration_fs=every_fs * n_frames,
        every_fs=every_fs,
    )
    return stability(trajectory).drift_mev_per_atom_per_ps
