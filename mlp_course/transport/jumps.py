"""Trajectories whose diffusion coefficient is known exactly: ions that rattle on a cubic lattice and hop at random.

Hops are a Poisson process in continuous time, so that D = a²/(6 τ) holds exactly, whatever the time between frames.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.transport.positions import plane_spacings, wrap

MODES = 6  # oscillators of an atom along each axis: enough for the rattling to forget its phase
CM2_PER_S = 0.1  # 1 Å²/fs


@dataclass(frozen=True)
class JumpModel:
    """Independent ions on a simple cubic lattice. They hop to one of six neighbours and rattle in between."""

    hop_length: float = 2.5  # a, Å
    residence_fs: float = 2000.0  # τ, mean time between hops
    rattle: float = 0.0  # u, root mean square displacement along one axis, Å
    period_fs: float = 300.0  # mean period of the rattling

    @property
    def diffusion_coefficient(self) -> float:
        """a²/(6 τ) in cm²/s, exact.

        >>> JumpModel(hop_length=3.0, residence_fs=1500.0).diffusion_coefficient
        0.0001
        """
        return self.hop_length**2 / (6 * self.residence_fs) * CM2_PER_S

    def msd(self, times_fs: ArrayLike) -> np.ndarray:
        """The expected mean square displacement in Å² at `times_fs`: a² t/τ + 6u² (1 - ⟨cos ωt⟩).

        Angular frequencies ω have a normal distribution about 2π/period with half of it as width.
        """
        t = np.asarray(times_fs, dtype=float)
        mean = 2 * np.pi / self.period_fs
        rattling = 1 - np.cos(mean * t) * np.exp(-((mean * t / 2) ** 2) / 2)
        return self.hop_length**2 * t / self.residence_fs + 6 * self.rattle**2 * rattling


@dataclass(frozen=True, eq=False)
class JumpTrajectory:
    """What `jump_diffusion` makes: ions first, then the atoms of the framework."""

    positions: np.ndarray  # (T, N + M, 3) Å
    times_fs: np.ndarray  # (T,)
    ions: np.ndarray  # (N,) indices
    framework: np.ndarray  # (M,) indices
    diffusion_coefficient: float  # of the ions against the framework, cm²/s


def jump_diffusion(
    model: JumpModel,
    n_ions: int,
    n_frames: int,
    frame_fs: float,
    *,
    rng: np.random.Generator,
    n_framework: int = 0,
    drift: ArrayLike = (0.0, 0.0, 0.0),
    cell: ArrayLike | None = None,
) -> JumpTrajectory:
    """Ions hopping by `model`, one frame every `frame_fs`, beside `n_framework` atoms that only rattle.

    `drift` (3,) in Å/fs carries everything along; `cell` (3, 3) wraps the positions into it, and ValueError says so if
    a step came too close to half of it to be unwrapped again. Ions do not feel each other: the Haven ratio is 1.
    """
    if (
        n_ions < 1
        or n_frames < 2
        or frame_fs <= 0
        or min(model.hop_length, model.residence_fs, model.period_fs) <= 0
    ):
        raise ValueError("a trajectory needs an ion, two frames, and positive lengths and times.")
    rate = frame_fs / (6 * model.residence_fs)  # hops to each of six sides between two frames
    hops = np.subtract(*rng.poisson(rate, (2, n_frames - 1, n_ions, 3)))
    sites = model.hop_length * rng.integers(0, 8, (1, n_ions + n_framework, 3)) + np.zeros(
        (n_frames, 1, 1)
    )
    sites[1:, :n_ions] += model.hop_length * np.cumsum(hops, axis=0)
    times = frame_fs * np.arange(n_frames)
    positions = (
        sites + _rattling(model, times, n_ions + n_framework, rng) + np.outer(times, drift)[:, None]
    )
    if cell is not None:
        _can_be_unwrapped(positions, cell)
        positions = wrap(positions, cell)
    kinds = np.split(np.arange(n_ions + n_framework), [n_ions])
    return JumpTrajectory(positions, times, *kinds, model.diffusion_coefficient)


def _rattling(
    model: JumpModel, times: np.ndarray, n_atoms: int, rng: np.random.Generator
) -> np.ndarray:
    """Sums of harmonic modes with Gaussian amplitudes: (T, n_atoms, 3) of variance u² along each axis."""
    moved = np.zeros((len(times), n_atoms, 3))
    for _ in range(MODES if model.rattle else 0):
        omega = 2 * np.pi / model.period_fs * (1 + rng.normal(size=(n_atoms, 3)) / 2)
        amplitudes = rng.normal(size=(2, n_atoms, 3)) * model.rattle / np.sqrt(MODES)
        phase = times[:, None, None] * omega
        moved += amplitudes[0] * np.cos(phase) + amplitudes[1] * np.sin(phase)
    return moved


def _can_be_unwrapped(positions: np.ndarray, cell: ArrayLike) -> None:
    longest = np.linalg.norm(np.diff(positions, axis=0), axis=-1).max()
    if longest >= plane_spacings(cell).min() / 2:
        raise ValueError(
            f"an atom moves by {longest:.2f} Å between two frames: too far to be followed in this cell. "
            "Use a larger cell or a shorter frame_fs."
        )
