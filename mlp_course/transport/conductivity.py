"""From diffusion to conductivity.

The ways are Nernst-Einstein's, and Einstein-Helfand's for ions that do not move alone. Volumes are
in Å³, temperatures in K, charges in e, σ in S/cm.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.constants import Boltzmann, elementary_charge

from mlp_course.transport.arrhenius import Arrhenius
from mlp_course.transport.diffusion import diffusion_coefficient, frame_spacing
from mlp_course.transport.displacement import collective_msd, msd
from mlp_course.transport.positions import as_positions

CM3 = 1e-24  # of an Å³
ROUNDING = 1e-9  # of a slope, relative: opposite charges that move as one have none
MOST_HAVEN = 100.0  # ions that hold each other back so much have never been seen


def nernst_einstein(
    D: ArrayLike,  # cm²/s
    n_ions: float,
    volume: float,  # Å³
    T: float,  # K
    charge: float = 1,  # e
):
    """σ = N q² D / (V k T) in S/cm, of `n_ions` ions of one kind.

    It is exact for ions that move independently; otherwise it is off by the Haven ratio (see
    `haven_ratio`). Raises ValueError unless `n_ions`, `volume` and T are positive.

    >>> round(1000 * nernst_einstein(9.702e-6, 3584, 143800.291, 999.928), 1)  # Li7La3Zr2O12, mS/cm
    449.6
    """
    if not (volume > 0 and T > 0 and n_ions > 0):
        raise ValueError("n_ions, volume and T must be positive.")
    of_each = D if np.ndim(D) == 0 else np.asarray(D, dtype=float)
    q = charge * elementary_charge  # C
    V = volume * CM3  # cm³
    return n_ions * q**2 * of_each / (V * Boltzmann * T)


def conductivity_at(
    T_fit: ArrayLike,
    D_fit: ArrayLike,
    T: float,
    n_ions: float,
    volume: float,
    *,
    errors: ArrayLike | None = None,
    charge: float = 1,
    level: float = 0.95,
) -> tuple[float, float, float]:
    """σ at T in S/cm from D_fit (n,) in cm²/s at T_fit (n,) in K: value, low, high.

    1. An Arrhenius line (weighted by `errors` of D, if given) and its prediction interval at
       `level`
    2. Nernst-Einstein with the `volume` of the system at T

    It is worth nothing beyond a phase transition. Raises ValueError for fewer than three
    temperatures.
    """
    # 1.
    line = Arrhenius.fit(T_fit, D_fit, errors)
    interval = line.at(T, level)

    # 2.
    value, low, high = (nernst_einstein(D, n_ions, volume, T, charge) for D in interval)
    return float(value), float(low), float(high)


def einstein_helfand(
    positions: ArrayLike,
    times_fs: ArrayLike,
    window: tuple[float, float],
    volume: float,
    T: float,
    charge=1,
) -> float:
    """Collective conductivity in S/cm from the fluctuation of the total dipole M = Σ q_i r_i.

        σ = 1/(6 V k T) d⟨|M(t) - M(0)|²⟩/dt

    It counts what ions do together. `positions` (T, N, 3) unwrapped, of all ions that carry
    current, in the frame of the rest; `window` in fs; `charge` in e, one for all or (N,). One
    dipole instead of N ions: expect an error √N times that of `nernst_einstein`.
    E. Helfand, Phys. Rev. 119, 1 (1960), doi:10.1103/PhysRev.119.1. Raises ValueError unless every
    frame has its time, and where the slope is negative: no conductivity is.
    """
    r = as_positions(positions)
    charges = np.asarray(charge, dtype=float)
    q = np.broadcast_to(charges, r.shape[1:2])  # (N,) e
    dipole = np.einsum("tnx,n->tx", r, q)  # (T, 3) e·Å

    # The dipole diffuses like one ion of charge one.
    one_ion = dipole[:, None]  # (T, 1, 3)
    lags = _lags(r, times_fs)
    moved = msd(one_ion)  # (T,) Å² e²
    D = diffusion_coefficient(lags, moved, window)
    rounding = ROUNDING * moved.max() / lags[-1]
    if -rounding > D:
        raise ValueError(
            "the fluctuation of the dipole falls inside the window, so there is no conductivity "
            "to read off: simulate longer, or see whose drift was taken off."
        )
    return float(nernst_einstein(max(D, 0.0), 1, volume, T))


def haven_ratio(
    positions: ArrayLike,  # (T, N, 3) Å
    times_fs: ArrayLike,  # (T,)
    window: tuple[float, float],  # fs
) -> float:
    """H_R = D_tracer / D_σ: 1 for independent ions, below 1 when they push each other along.

    D_σ is the D that Nernst-Einstein needs to give the collective conductivity, so σ = σ_NE / H_R.
    Positions as in `einstein_helfand`, one kind of ion. Its error is that of the collective D:
    large. G. E. Murch, Solid State Ionics 7, 177 (1982), doi:10.1016/0167-2738(82)90050-9. Raises
    ValueError unless every frame has its time, and for a ratio that is none: not positive, or above
    MOST_HAVEN.
    """
    lags = _lags(as_positions(positions), times_fs)
    D_tracer = diffusion_coefficient(lags, msd(positions), window)
    D_sigma = diffusion_coefficient(lags, collective_msd(positions), window)
    if not 0 < D_tracer < MOST_HAVEN * D_sigma:
        raise ValueError(
            f"D is {D_tracer:.2g} cm²/s of single ions and {D_sigma:.2g} cm²/s of all together, "
            "which is no Haven ratio: was the drift of the moving ions themselves taken off?"
        )
    return D_tracer / D_sigma


def _lags(positions: np.ndarray, times_fs: ArrayLike) -> np.ndarray:  # (T,) fs
    """All lag times of a trajectory, from 0."""
    spacing = frame_spacing(times_fs, len(positions))
    frames = np.arange(len(positions))
    return spacing * frames
