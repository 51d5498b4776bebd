"""Mean square displacements over all time origins, by fast Fourier transform.

    |r(t+m) - r(t)|² = r(t+m)² + r(t)² - 2 r(t+m)·r(t)

1. The first two terms, added up over t, are running sums.
2. The last one is an autocorrelation, which is a product in Fourier space.
3. Divided by the number of time origins it is a mean.

G. R. Kneller et al., Comput. Phys. Commun. 91, 191 (1995), doi:10.1016/0010-4655(95)00048-K.
Rounding errs by less than 1e-10 of the largest value. positions (T, N, 3) in Å, unwrapped, in the
frame of the immobile atoms; frames evenly spaced in time.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import fft

from mlp_course.transport.positions import as_positions

BYTES = 1 << 26  # of transformed positions at a time

# Axes of positions (T, N, 3) to add up over
IONS = 1
XYZ = 2


def msd(
    positions: ArrayLike,  # (T, N, 3) Å
    lags: ArrayLike | None = None,  # frames
) -> np.ndarray:  # Å²
    """Mean of |r(t + lag) - r(t)|² over ions and all time origins t, in Å².

    `lags`: whole numbers of frames from 0 to T - 1, in any order; all of them if None. Returns (T,)
    or (len(lags),).

    >>> msd([[[0.0, 0, 0]], [[1.0, 0, 0]], [[3.0, 0, 0]]]).round(9).tolist()
    [0.0, 2.5, 9.0]
    """
    r = as_positions(positions)
    n_ions = r.shape[IONS]
    total = _square_displacement(r, (IONS, XYZ))  # (T,)
    return _at(total, lags) / n_ions


def msd_by_axis(
    positions: ArrayLike,  # (T, N, 3) Å
    lags: ArrayLike | None = None,  # frames
) -> np.ndarray:  # Å²
    """As `msd`, along x, y and z: (T, 3) or (len(lags), 3). The sum of the three is `msd`."""
    r = as_positions(positions)
    n_ions = r.shape[IONS]
    total = _square_displacement(r, (IONS,))  # (T, 3)
    return _at(total, lags) / n_ions


def msd_by_ion(
    positions: ArrayLike,  # (T, N, 3) Å
    lags: ArrayLike | None = None,  # frames
) -> np.ndarray:  # Å²
    """As `msd`, for every ion: (T, N) or (len(lags), N). The mean over ions is `msd`."""
    r = as_positions(positions)
    each = _square_displacement(r, (XYZ,))  # (T, N)
    return _at(each, lags)


def collective_msd(
    positions: ArrayLike,  # (T, N, 3) Å
    lags: ArrayLike | None = None,  # frames
) -> np.ndarray:  # Å²
    """Mean square displacement of the *sum* of all N positions, divided by N, in Å².

    The result is (T,) or (len(lags),). It equals `msd` on average when ions move independently, and
    is larger when they move together. It is one number a frame instead of N, so its noise is
    √N times larger.
    """
    r = as_positions(positions)
    n_ions = r.shape[IONS]
    together = r.sum(axis=IONS, keepdims=True)  # (T, 1, 3)
    return msd(together, lags) / n_ions


def _at(
    values: np.ndarray,  # (T, ...)
    lags: ArrayLike | None,
) -> np.ndarray:  # (len(lags), ...)
    """The values (T, ...) at some lags; ValueError for what is no lag."""
    if lags is None:
        return values
    lags = np.asarray(lags)
    is_list = lags.ndim == 1 and len(lags) > 0
    if not is_list or not np.equal(np.mod(lags, 1), 0).all():
        raise ValueError("lags must be a list of whole numbers of frames.")
    last = len(values) - 1
    if lags.min() < 0 or lags.max() > last:
        raise ValueError(f"lags must lie between 0 and {last}, the last frame.")
    frames = lags.astype(int)
    return values[frames]


def _square_displacement(
    positions: np.ndarray,  # (T, N, 3) Å
    axes: tuple[int, ...],
) -> np.ndarray:  # (T, ...) Å²
    """Mean over time origins of (r(t+m) - r(t))², summed over `axes`; axis 0 becomes the lag m."""
    n_frames = len(positions)
    r = positions - positions.mean(axis=0)  # smaller numbers, less rounding

    # 1. Σ r(t+m)² is over all t >= m, Σ r(t)² over all t < T - m
    squares = (r**2).sum(axis=axes)  # (T, ...)
    from_start = np.cumsum(squares, axis=0)
    from_end = np.cumsum(squares[::-1], axis=0)
    late = from_end[::-1]
    early = from_start[::-1]

    # 2. Σ r(t+m)·r(t)
    product = _autocorrelation(r, axes)

    # 3. the lag m has T - m origins
    n_origins = np.arange(n_frames, 0, -1.0)
    other_axes = range(1, squares.ndim)
    n_origins = np.expand_dims(n_origins, tuple(other_axes))
    mean = (late + early - 2 * product) / n_origins

    # What is zero or positive stays so in spite of rounding.
    mean[0] = 0.0
    return np.maximum(mean, 0.0)


def _autocorrelation(
    r: np.ndarray,  # (T, N, 3) Å
    axes: tuple[int, ...],
) -> np.ndarray:  # (T, ...) Å²
    """Σ_t r(t+m)·r(t) for every lag m, (T, ...), summed over `axes`."""
    n_frames, n_ions = r.shape[:2]

    # Zeros behind the last frame keep the end from meeting the beginning.
    size = fft.next_fast_len(2 * n_frames, real=True)

    # Some ions at a time: all transforms together may need more memory than there is.
    bytes_of_ion = 24 * size
    chunk = max(1, BYTES // bytes_of_ion)
    parts = []
    for start in range(0, n_ions, chunk):
        stop = start + chunk
        some = r[:, start:stop]
        waves = fft.rfft(some, size, axis=0)
        power = waves.real**2 + waves.imag**2
        parts.append(power.sum(axis=axes))

    spectrum = sum(parts) if IONS in axes else np.concatenate(parts, axis=IONS)
    products = fft.irfft(spectrum, size, axis=0)
    return products[:n_frames]
