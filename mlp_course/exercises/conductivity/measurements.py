"""Trials of what students write about transport.

They hold trajectories to follow, and what each wrong way would give.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import a_number
from mlp_course.exercises.conductivity.reports import dump
from mlp_course.transport import (
    diffusion_coefficient,
    msd,
    msd_by_ion,
    plane_spacings,
    wrap,
)

# The stages of a repair: what to say at each, and which difficulties are in the way
STAGES: dict[str, tuple[str, ...]] = {
    "Units: nm² are 100 Å², a frame lies step × timestep_ps after the start, and only Li "
    "counts.": (),
    "Units are right. Now atoms cross the boundary: unwrap them first.": ("crosses",),
    "Unwrapping works. Now the run starts unsettled: discard what comes before settled_ps.": (
        "crosses",
        "settles",
    ),
    "Settling is discarded. Now all drifts: subtract the mean motion of the framework.": (
        "crosses",
        "settles",
        "drifts",
    ),
}


def walk_through(
    cell: ArrayLike,
    seed: int,
    frames: int = 60,
    atoms: int = 4,
) -> tuple[np.ndarray, np.ndarray]:
    """A walk (frames, atoms, 3) and the same walk wrapped.

    Its steps are as long as can be followed in `cell`.
    """
    rng = np.random.default_rng(seed)
    cell = np.asarray(cell, dtype=float)

    # A step longer than half of the narrowest width could as well be one the other way.
    longest = plane_spacings(cell).min() / 2
    steps = rng.normal(size=(frames, atoms, 3))
    steps /= np.linalg.norm(steps, axis=2, keepdims=True)
    steps *= longest * rng.uniform(0, 0.95, (frames, atoms, 1))

    path = np.cumsum(steps, axis=0)
    wrapped = wrap(path, cell)
    unwrapped = path - path[0] + wrapped[0]
    return unwrapped, wrapped


def followed_by_lengths(wrapped: np.ndarray, lengths: ArrayLike) -> np.ndarray:
    """The wrong way to unwrap: as if the cell were a box with edges of `lengths` (3,) Å."""
    lengths = np.asarray(lengths, dtype=float)
    steps = np.diff(wrapped, axis=0)
    jumps = np.rint(steps / lengths)
    steps -= lengths * jumps
    first = wrapped[:1]
    path = first + np.cumsum(steps, axis=0)
    return np.concatenate([first, path])


def examine_error(
    function: Callable,
    positions: np.ndarray,
    times_fs: ArrayLike,
    n_blocks: int,
) -> None:
    """Expect the standard error of D over blocks of `function(positions, times_fs, n_blocks)`."""
    values, ions = _of_blocks_and_ions(positions, np.asarray(times_fs), n_blocks)
    root = np.sqrt(n_blocks)
    right = np.std(values, ddof=1) / root
    by_ion = np.std(ions, ddof=1) / np.sqrt(len(ions))
    by_frame = right * root / np.sqrt(len(positions))
    large_sample = np.std(values) / root
    mistakes = {
        "That is the scatter of single blocks: the mean of n blocks is √n times more "
        "certain.": right * root,
        "Divide by n - 1 in the standard deviation (ddof=1): a few blocks are a small "
        "sample.": large_sample,
        "You divided by n instead of √n.": right / root,
        "That is a variance: take the root.": right**2,
        "That is Å²/fs: 1 Å²/fs = 0.1 cm²/s.": 10 * right,
        "That is D itself, not its error.": np.mean(values),
        "Frames are not independent: blocks of the trajectory are.": by_frame,
        "Ions may push each other along: compare blocks of time.": by_ion,
    }
    because = "Not the standard error of D over the blocks."
    answer = a_number(call(function, positions, times_fs, n_blocks))
    expect(
        answer,
        right,
        rtol=0.06,
        atol=0,
        because=because,
        mistakes=mistakes,
    )


def _of_blocks_and_ions(
    positions: np.ndarray,  # (T, N, 3) Å
    times: np.ndarray,  # (T,) fs
    n_blocks: int,
) -> tuple[list[float], list[float]]:
    """D of every block; and, the wrong way, D of every ion, over the lags of a block."""
    length = len(positions) // n_blocks
    spacing = times[1] - times[0]
    lags = np.arange(length) * spacing
    longest = lags[-1]
    window = (0.1 * longest, 0.5 * longest)

    values = []
    for start in range(0, n_blocks * length, length):
        block = positions[start : start + length]
        values.append(diffusion_coefficient(lags, msd(block), window))
    ions = []
    for curve in msd_by_ion(positions, range(length)).T:
        ions.append(diffusion_coefficient(lags, curve, window))
    return values, ions


def examine_repair(function: Callable, seed: int) -> None:
    """Expect the true D of `function(dump)`, with one difficulty more each time.

    The message says which is new.
    """
    for sentence, there in STAGES.items():
        kinds = {kind: kind in there for kind in ("crosses", "settles", "drifts")}
        raw, right = dump(np.random.default_rng(seed), **kinds)
        mistakes = {}
        if not there:
            mistakes = {
                "Lengths are in nm: 1 nm² = 100 Å².": 0.01 * right,
                "A step is no picosecond and no femtosecond: multiply by timestep_ps.": (
                    raw["timestep_ps"] * right
                ),
                "That is Å²/fs: 1 Å²/fs = 0.1 cm²/s.": 10 * right,
                "Only Li counts; you averaged over the framework, too.": right / 2,
            }
        value = a_number(call(function, raw))
        expect(
            value,
            right,
            rtol=0.17,
            atol=0,
            because=sentence,
            mistakes=mistakes,
        )
