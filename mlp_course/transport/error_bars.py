"""How far to trust a diffusion coefficient: standard errors from blocks of time.

Ions of a superionic conductor push each other along: they are not independent samples. Blocks of
*time* are, once they are longer than the memory of the motion, and all ions together stay in a
block. H. Flyvbjerg and H. G. Petersen, J. Chem. Phys. 91, 461 (1989), doi:10.1063/1.457480.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student_t

from mlp_course.transport.diffusion import (
    diffusion_coefficient,
    frame_spacing,
    slope_weights,
    split_blocks,
)
from mlp_course.transport.displacement import msd, msd_by_ion
from mlp_course.transport.positions import as_positions

PART_OF_BLOCK = 0.1, 0.5  # the window used if none is given

Window = tuple[float, float] | None


@dataclass(frozen=True)
class Diffusion:
    """A diffusion coefficient in cm²/s with its standard error from `n_blocks` blocks."""

    value: float
    error: float
    n_blocks: int
    window: tuple[float, float]  # fs

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Low and high in cm²/s: t-quantile, since the error itself comes from few blocks."""
        below = (1 + level) / 2  # half of what the interval leaves out lies above it
        freedom = self.n_blocks - 1
        quantile = student_t.ppf(below, freedom)
        half = quantile * self.error
        return self.value - half, self.value + half

    def __str__(self) -> str:
        start, stop = self.window
        value = f"({self.value:.2e} ± {self.error:.0e}) cm²/s"
        return f"D = {value}, window {start:.0f} to {stop:.0f} fs"


def measure_diffusion(
    positions: ArrayLike,
    times_fs: ArrayLike,
    n_blocks: int = 10,
    window: Window = None,
) -> Diffusion:
    """D of the whole trajectory (all time origins) and its error from blocks.

    Both use one window of lag times in fs. Without a `window`, it is from a tenth to a half of a
    block. Look at `diffusive_window` first.
    """
    r = as_positions(positions)
    step = frame_spacing(times_fs, len(r))
    blocks = split_blocks(r, n_blocks)
    lags = _lags(len(blocks[0]), step, window)
    times = step * lags
    used = (float(times[0]), float(times[-1]))
    value = diffusion_coefficient(times, msd(r, lags), used)
    error = diffusion_error(r, times_fs, n_blocks, used)
    return Diffusion(
        value=value,
        error=error,
        n_blocks=n_blocks,
        window=used,
    )


def diffusion_error(
    positions: ArrayLike,
    times_fs: ArrayLike,
    n_blocks: int,
    window: Window = None,
) -> float:
    """Standard error of D in cm²/s: standard deviation of D over `n_blocks` blocks, over √n_blocks.

    `window` (start, stop) in fs must fit in a block; without it, lags from a tenth to a half of a
    block.
    """
    table = _by_block_and_ion(positions, times_fs, n_blocks, window)  # (blocks, ions)
    each = table.mean(axis=1)  # (blocks,)
    return float(each.std(ddof=1) / np.sqrt(n_blocks))


def bootstrap_error(
    positions: ArrayLike,
    times_fs: ArrayLike,
    window: Window,
    rng: np.random.Generator,
    samples: int = 500,
    *,
    n_blocks: int = 10,
    resample: Literal["blocks", "ions"] = "blocks",
) -> float:
    """Standard error of D in cm²/s: its spread over trajectories drawn from this one.

    `samples` of them are drawn, with replacement. "blocks" draws whole blocks of time, all ions in
    them; that keeps what ions do together. "ions" draws ions, and is too small when they move in
    concert, as in every superionic conductor: here for comparison. The spread is scaled by
    √(n/(n - 1)), because n drawn from n scatter that much too little.
    """
    table = _by_block_and_ion(positions, times_fs, n_blocks, window)  # (blocks, ions)
    if resample not in ("blocks", "ions"):
        raise ValueError(f"resample is 'blocks' or 'ions', not {resample!r}.")
    values = table.mean(axis=1 if resample == "blocks" else 0)  # (n,)
    n = len(values)
    if n < 2:
        raise ValueError("resampling needs at least two blocks or ions.")
    drawn = rng.integers(n, size=(samples, n))
    means = values[drawn].mean(axis=1)  # (samples,)
    correction = np.sqrt(n / (n - 1))
    return float(means.std(ddof=1) * correction)


def _by_block_and_ion(
    positions: ArrayLike,
    times_fs: ArrayLike,
    n_blocks: int,
    window: Window,
) -> np.ndarray:
    """D in cm²/s of every ion in every block: (blocks, ions)."""
    r = as_positions(positions)
    step = frame_spacing(times_fs, len(r))
    blocks = split_blocks(r, n_blocks)
    lags = _lags(len(blocks[0]), step, window)
    weights = slope_weights(step * lags)
    coefficients = []
    for block in blocks:
        curves = msd_by_ion(block, lags)  # (lags, ions) Å²
        coefficients.append(weights @ curves)
    return np.array(coefficients)


def _lags(length: int, step: float, window: Window) -> np.ndarray:
    """Lags in frames inside the window (fs), of a block of `length` frames."""
    if window:
        start, stop = window
    else:
        start, stop = (part * step * (length - 1) for part in PART_OF_BLOCK)

    # Both ends belong to the window, in spite of rounding.
    first = max(0, np.ceil(start / step - 1e-6))
    last = np.floor(stop / step + 1e-6)
    lags = np.arange(first, last + 1).astype(int)
    if len(lags) < 2 or lags[-1] >= length:
        block = f"a block of {step * (length - 1):g} fs"
        raise ValueError(
            f"the window from {start:g} to {stop:g} fs must hold two lags and fit in {block}."
        )
    return lags
