"""Mean square displacements over all time origins, by fast Fourier transform.

|r(t+m) - r(t)|² = r(t+m)² + r(t)² - 2 r(t+m)·r(t): the first two are running sums, the last is an autocorrelation.
G. R. Kneller et al., Comput. Phys. Commun. 91, 191 (1995), doi:10.1016/0010-4655(95)00048-K.
Rounding errs by less than 1e-10 of the largest value. positions (T, N, 3) in Å, unwrapped, in the frame of the immobile
atoms; frames evenly spaced in time.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import fft

from mlp_course.transport.positions import as_positions

BYTES = 1 << 26  # of transformed positions at a time


def msd(positions: ArrayLike, lags: ArrayLike | None = None) -> np.ndarray:
    """Mean of |r(t + lag) - r(t)|² over ions and all time origins t, in Å².

    `lags`: whole numbers of frames from 0 to T - 1, in any order; all of them if None. Returns (T,) or (len(lags),).

    >>> msd([[[0.0, 0, 0]], [[1.0, 0, 0]], [[3.0, 0, 0]]]).round(9).tolist()
    [0.0, 2.5, 9.0]
    """
    positions = as_positions(positions)
    return _at(_square_displacement(positions, (1, 2)), lags) / positions.shape[1]


def msd_by_axis(positions: ArrayLike, lags: ArrayLike | None = None) -> np.ndarray:
    """As `msd`, along x, y and z: (T, 3) or (len(lags), 3). The sum of the three is `msd`."""
    positions = as_positions(positions)
    return _at(_square_displacement(positions, (1,)), lags) / positions.shape[1]


def msd_by_ion(positions: ArrayLike, lags: ArrayLike | None = None) -> np.ndarray:
    """As `msd`, for every ion: (T, N) or (len(lags), N). The mean over ions is `msd`."""
    return _at(_square_displacement(as_positions(positions), (2,)), lags)


def collective_msd(positions: ArrayLike, lags: ArrayLike | None = None) -> np.ndarray:
    """Mean square displacement of the *sum* of all N positions, divided by N, in Å²: (T,) or (len(lags),).

    Equal to `msd` on average when ions move independently; larger when they move together. One number a frame
    instead of N, so its noise is √N times larger.
    """
    positions = as_positions(positions)
    return msd(positions.sum(axis=1, keepdims=True), lags) / positions.shape[1]


def _at(values: np.ndarray, lags: ArrayLike | None) -> np.ndarray:
    if lags is None:
        return values
    lags = np.asarray(lags)
    if lags.ndim != 1 or len(lags) == 0 or not np.equal(np.mod(lags, 1), 0).all():
        raise ValueError("lags must be a list of whole numbers of frames.")
    if lags.min() < 0 or lags.max() >= len(values):
        raise ValueError(f"lags must lie between 0 and {len(values) - 1}, the last frame.")
    return values[lags.astype(int)]


def _square_displacement(positions: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """Mean over time origins of (r(t+m) - r(t))², summed over `axes`; axis 0 becomes the lag m."""
    frames, atoms = positions.shape[:2]
    positions = positions - positions.mean(axis=0)  # smaller numbers, less rounding
    squares = (positions**2).sum(axis=axes)  # (T, ...)
    origins = np.arange(frames, 0, -1.0).reshape((-1,) + (1,) * (squares.ndim - 1))
    late = np.cumsum(squares[::-1], axis=0)[::-1]  # sum over t >= m
    early = np.cumsum(squares, axis=0)[::-1]  # sum over t < T - m
    size = fft.next_fast_len(2 * frames, real=True)
    chunk, parts = max(1, BYTES // (24 * size)), []
    for start in range(0, atoms, chunk):
        waves = fft.rfft(positions[:, start : start + chunk], size, axis=0)
        parts.append((waves.real**2 + waves.imag**2).sum(axis=axes))
    power = sum(parts) if 1 in axes else np.concatenate(parts, axis=1)
    together = fft.irfft(power, size, axis=0)[:frames]  # Σ_t r(t+m)·r(t)
    result = (late + early - 2 * together) / origins
    result[0] = 0.0
    return np.maximum(result, 0.0)
