"""Trajectories whose diffusion coefficient is known exactly.

Ions rattle on a cubic lattice and hop at random. Hops are a Poisson process in continuous time, so
that D = a²/(6 τ) holds exactly, whatever the time between frames.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.transport.positions import plane_spacings, wrap

MODES = 6  # oscillators of an atom along each axis: enough for the rattling to forget its phase
CM2_PER_S = 0.1  # 1 Å²/fs
SITES = 8  # along each axis, among which every atom begins


@dataclass(frozen=True)
class JumpModel:
    """Independent ions on a simple cubic lattice.

    They hop to one of six neighbours and rattle in between.
    """

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
        D = self.hop_length**2 / (6 * self.residence_fs)  # Å²/fs
        return D * CM2_PER_S

    def msd(self, times_fs: ArrayLike) -> np.ndarray:
        """The expected mean square displacement in Å² at `times_fs`: a² t/τ + 6u² (1 - ⟨cos ωt⟩).

        Angular frequencies ω have a normal distribution about 2π/period with half of it as width.
        """
        t = np.asarray(times_fs, dtype=float)
        hopping = self.hop_length**2 * t / self.residence_fs

        # ⟨cos ωt⟩ of a normal distribution: the cosine of its mean, times a Gaussian
        phase = 2 * np.pi / self.period_fs * t
        spread = phase / 2
        gaussian = np.exp(-(spread**2) / 2)
        mean_cosine = np.cos(phase) * gaussian
        rattling = 6 * self.rattle**2 * (1 - mean_cosine)
        return hopping + rattling


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
    """Ions hopping by `model`, one frame every `frame_fs`, beside atoms that only rattle.

    There are `n_framework` of those. `drift` (3,) in Å/fs carries everything along; `cell` (3, 3)
    wraps the positions into it, and ValueError says so if a step came too close to half of it to be
    unwrapped again. Ions do not feel each other: the Haven ratio is 1.
    """
    shortest = min(model.hop_length, model.residence_fs, model.period_fs)
    if n_ions < 1 or n_frames < 2 or frame_fs <= 0 or shortest <= 0:
        raise ValueError("a trajectory needs an ion, two frames, and positive lengths and times.")
    n_atoms = n_ions + n_framework
    times = frame_fs * np.arange(n_frames)

    # 1. sites: hops to each of six sides between two frames, forward less backward
    a = model.hop_length
    rate = frame_fs / (6 * model.residence_fs)
    shape = (2, n_frames - 1, n_ions, 3)
    forward, backward = rng.poisson(rate, shape)
    hops = np.cumsum(forward - backward, axis=0)
    first = a * rng.integers(0, SITES, (1, n_atoms, 3))
    sites = np.repeat(first, n_frames, axis=0)
    sites[1:, :n_ions] += a * hops

    # 2. what moves the atoms about them
    velocity = np.asarray(drift)
    carried = np.outer(times, velocity)
    carried = carried[:, None]  # (T, 1, 3)
    positions = sites + _rattling(model, times, n_atoms, rng) + carried
    if cell is not None:
        _can_be_unwrapped(positions, cell)
        positions = wrap(positions, cell)
    return JumpTrajectory(
        positions=positions,
        times_fs=times,
        ions=np.arange(n_ions),
        framework=np.arange(n_ions, n_atoms),
        diffusion_coefficient=model.diffusion_coefficient,
    )


def _rattling(
    model: JumpModel,
    times: np.ndarray,  # (T,) fs
    n_atoms: int,
    rng: np.random.Generator,
) -> np.ndarray:  # (T, n_atoms, 3) Å
    """Sums of harmonic modes with Gaussian amplitudes, of variance u² along each axis."""
    n_frames = len(times)
    moved = np.zeros((n_frames, n_atoms, 3))
    if model.rattle == 0:
        return moved
    start = times[0]
    step = times[1] - start if n_frames > 1 else 0.0
    for _ in range(MODES):
        spread = 1 + rng.normal(size=(n_atoms, 3)) / 2
        omega = 2 * np.pi / model.period_fs * spread
        normal = rng.normal(size=(2, n_atoms, 3))
        amplitudes = normal * model.rattle / np.sqrt(MODES)
        a, b = amplitudes

        # a cos ωt + b sin ωt is the real part of (a - ib) exp(iωt), which turns on by the same
        # angle from frame to frame: one product instead of a sine and a cosine.
        turning = np.empty(moved.shape, dtype=complex)
        turning[0] = (a - 1j * b) * np.exp(1j * omega * start)
        turning[1:] = np.exp(1j * omega * step)
        moved += np.multiply.accumulate(turning, axis=0).real
    return moved


def _can_be_unwrapped(positions: np.ndarray, cell: ArrayLike) -> None:
    """ValueError if an atom moves too far between two frames."""
    steps = np.diff(positions, axis=0)
    lengths = np.linalg.norm(steps, axis=-1)
    longest = lengths.max()
    reach = plane_spacings(cell).min() / 2
    if longest >= reach:
        raise ValueError(
            f"an atom moves by {longest:.2f} Å between two frames: "
            "too far to be followed in this cell. Use a larger cell or a shorter frame_fs."
        )
