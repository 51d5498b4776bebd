"""From the mean square displacement to D: the slope, and where it may be taken.

times (n,) are lag times in fs, msd (n,) in Å². A. Einstein, Ann. Phys. 322, 549 (1905),
doi:10.1002/andp.19053220806.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.transport.displacement import msd as mean_square
from mlp_course.transport.positions import as_positions

CM2_PER_S = 0.1  # 1 Å²/fs = 1e-16 cm² / 1e-15 s
FACTOR = 2.0  # a local slope is taken over this ratio of times
LEAST_RATIO = 4.0  # of the ends of a window
CURVE = 80  # most lags at which the slope is asked for


def diffusion_coefficient(
    times_fs: ArrayLike,  # (n,)
    msd: ArrayLike,  # (n,) Å²
    window: tuple[float, float],  # fs
) -> float:
    """D in cm²/s: a sixth of the slope of the straight line through msd(t) inside the window.

    `window` = (start, stop) in fs, and both ends belong to it. The line need not pass through zero:
    vibration in the cage lifts it by a constant. Raises ValueError if fewer than two points lie
    inside. (Along one axis the factor is a half: pass 3 times `msd_by_axis`.)

    >>> t = np.arange(0, 5000, 10.0)
    >>> round(diffusion_coefficient(t, 0.3 + 6 * 2e-4 * t, (1000, 4000)), 9)
    2e-05
    """
    times, values = _curve(times_fs, msd)
    start, stop = window
    inside = (times >= start) & (times <= stop)
    n_inside = inside.sum()
    if n_inside < 2:
        raise ValueError(
            f"the window from {start:g} to {stop:g} fs holds {n_inside} points; a slope needs two."
        )
    weights = slope_weights(times[inside])
    return float(weights @ values[inside])


def slope_weights(times_fs: np.ndarray) -> np.ndarray:
    """w (n,) such that w @ msd is the least-squares D in cm²/s.

    D is linear in the mean square displacement.
    """
    centred = times_fs - times_fs.mean()
    return CM2_PER_S / 6 * centred / (centred @ centred)


def log_slope(
    times_fs: ArrayLike,  # (n,)
    msd: ArrayLike,  # (n,) Å²
) -> np.ndarray:  # (n,)
    """d ln msd / d ln t (n,): 2 for free flight, near 0 in a cage, 1 for diffusion.

    It is taken between t/√2 and t·√2, interpolated; nan where these lie outside the data. Raises
    ValueError without two positive times with a positive msd.
    """
    times, values = _curve(times_fs, msd)
    there = (times > 0) & (values > 0)
    if there.sum() < 2:
        raise ValueError(
            "a logarithmic slope needs at least two positive times with a positive msd."
        )
    x = np.log(times[there])
    y = np.log(values[there])

    # Half a step to either side of every ln t
    step = np.log(FACTOR)
    positive = np.where(times > 0, times, np.nan)
    centre = np.log(positive)
    later = centre + step / 2
    earlier = centre - step / 2
    ahead = np.interp(later, x, y, left=np.nan, right=np.nan)
    behind = np.interp(earlier, x, y, left=np.nan, right=np.nan)
    return (ahead - behind) / step


@dataclass(frozen=True, eq=False)
class DiffusiveWindow:
    """Where the trajectory is diffusive, and the curve that shows it.

    Plot `slope` ± `error` against `times_fs`.
    """

    start: float  # fs
    stop: float  # fs
    offset: float  # Å², by which vibration in the cage lifts the msd
    times_fs: np.ndarray  # (n,) lag times
    slope: np.ndarray  # (n,) d ln(msd - offset) / d ln t
    error: np.ndarray  # (n,) its standard error, from blocks

    @property
    def limits(self) -> tuple[float, float]:
        """(start, stop) in fs, as `diffusion_coefficient` takes it."""
        return self.start, self.stop

    def __str__(self) -> str:
        inside = (self.times_fs >= self.start) & (self.times_fs <= self.stop)
        slope = self.slope[inside].mean()
        error = self.error[inside].max()
        return (
            f"{self.start:.0f} to {self.stop:.0f} fs: the logarithmic slope is {slope:.2f} there, "
            f"1 within two errors (of up to {error:.2f}) and the tolerance"
        )


def diffusive_window(
    positions: ArrayLike,  # (T, N, 3) Å
    times_fs: ArrayLike,  # (T,)
    n_blocks: int = 5,
    *,
    tolerance: float = 0.1,
    largest_error: float = 0.2,
) -> DiffusiveWindow:
    """Propose the window in which msd = offset + 6 D t.

    1. Vibration in the cage lifts the whole line by a constant, its intercept, which is taken off
       before the logarithm.
    2. The standard error of the logarithmic slope comes from `n_blocks` blocks of time. Lags longer
       than a block have no error and are left out, as are those whose error exceeds
       `largest_error`.
    3. The window is the longest run of lags where the slope is 1: |slope - 1| <= 2 errors +
       `tolerance`.

    Raises ValueError if no run covers a factor of four in time: the ions have not begun to diffuse,
    or too few did. A power law a little below 1 (0.8, say) may still pass on so short a stretch:
    look at the curve.
    """
    r = as_positions(positions)
    step = frame_spacing(times_fs, len(r))
    blocks = split_blocks(r, n_blocks)
    longest = len(blocks[0]) - 1
    ideal = np.geomspace(1, longest, CURVE)
    lags = np.unique(ideal.round().astype(int))
    times = step * lags

    # 1. the slope of all blocks together
    values = mean_square(r, lags)
    offset = _intercept(times, values)
    slope = _slope_above(offset, times, values)

    # 2. and of each one
    of_blocks = [mean_square(block, lags) for block in blocks]
    slopes = [_slope_above(offset, times, of_block) for of_block in of_blocks]
    error = np.std(slopes, axis=0, ddof=1) / np.sqrt(n_blocks)

    # 3. neither holds for nan
    is_one = abs(slope - 1) <= 2 * error + tolerance
    is_known = error <= largest_error
    start, stop = _longest_run(is_one & is_known, times)
    if not stop >= LEAST_RATIO * start:
        raise ValueError(
            "nowhere is the logarithmic slope 1 within its error: simulate longer, or hotter."
        )
    shown = np.isfinite(slope) & np.isfinite(error)
    return DiffusiveWindow(
        start=start,
        stop=stop,
        offset=offset,
        times_fs=times[shown],
        slope=slope[shown],
        error=error[shown],
    )


def _intercept(times: np.ndarray, values: np.ndarray) -> float:
    """Intercept of the line through lags of an eighth to half the longest one; 0 if negative."""
    longest = times[-1]
    middle = (times >= longest / 8) & (times <= longest / 2)
    if middle.sum() < 2:
        return 0.0
    _, intercept = np.polyfit(times[middle], values[middle], 1)
    return max(0.0, float(intercept))


def _slope_above(offset: float, times: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The logarithmic slope (n,) of msd - offset; nan where that is not positive."""
    above = np.where(values > offset, values - offset, np.nan)
    if np.isfinite(above).sum() < 2:
        return np.full(len(times), np.nan)
    return log_slope(times, above)


def frame_spacing(times_fs: ArrayLike, n_frames: int) -> float:
    """Time between `n_frames` frames in fs; ValueError unless each has a time, at even steps."""
    times = np.asarray(times_fs, dtype=float)
    if times.shape != (n_frames,):
        given = len(times) if times.ndim == 1 else f"an array of shape {times.shape}"
        raise ValueError(
            f"{n_frames} frames need as many times, not {given}: "
            "whoever takes some of the frames takes their times, too."
        )
    steps = np.diff(times)
    increase = len(steps) > 0 and steps[0] > 0
    if not increase or not np.allclose(steps, steps[0], rtol=1e-3):
        raise ValueError("times_fs must increase evenly: one time for every frame, in fs.")
    return float(steps.mean())


def split_blocks(positions: np.ndarray, n_blocks: int) -> list[np.ndarray]:
    """`n_blocks` contiguous blocks (L, N, 3) of equal length.

    What is left over at the end is dropped. Raises ValueError for fewer than two blocks, or four
    frames in each.
    """
    length = len(positions) // n_blocks if n_blocks >= 2 else 0
    if length < 4:
        raise ValueError(
            f"{len(positions)} frames do not make {n_blocks} blocks; "
            "use 2 or more, of 4 frames or more."
        )
    starts = range(0, n_blocks * length, length)
    return [positions[start : start + length] for start in starts]


def _curve(times_fs: ArrayLike, msd: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Times and msd (n,) as arrays; ValueError unless there are as many of both."""
    times = np.asarray(times_fs, dtype=float)
    values = np.asarray(msd, dtype=float)
    if times.ndim != 1 or times.shape != values.shape:
        raise ValueError(
            f"times {times.shape} and msd {values.shape} must be two lists of one length."
        )
    return times, values


def _longest_run(good: np.ndarray, times: np.ndarray) -> tuple[float, float]:
    """First and last time of the run of True that spans the largest ratio of times.

    They are nan if there is none.
    """
    # A run begins where False turns into True, and ends before True turns into False.
    padded = np.concatenate([[False], good, [False]])
    edges = np.flatnonzero(np.diff(padded.astype(int)))
    runs = []
    begins = edges[::2]
    ends = edges[1::2]
    for begin, end in zip(begins, ends, strict=True):
        first = float(times[begin])
        last = float(times[end - 1])
        runs.append((first, last))
    return max(runs, key=lambda run: run[1] / run[0], default=(np.nan, np.nan))
