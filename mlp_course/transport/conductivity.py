"""From diffusion to conductivity: Nernst-Einstein, and Einstein-Helfand for ions that do not move alone.

Volumes in Å³, temperatures in K, charges in e, σ in S/cm.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.constants import Boltzmann, elementary_charge

from mlp_course.transport.arrhenius import Arrhenius
from mlp_course.transport.diffusion import diffusion_coefficient, frame_spacing
from mlp_course.transport.displacement import collective_msd, msd
from mlp_course.transport.positions import as_positions

CM3 = 1e-24  # of an Å³


def nernst_einstein(D: ArrayLike, n_ions: float, volume: float, T: float, charge: float = 1):
    """σ = N q² D / (V k T) in S/cm, D in cm²/s; of `n_ions` ions of `charge` e in `volume` Å³ at T in K.

    Exact for ions that move independently; otherwise off by the Haven ratio (see `haven_ratio`).

    >>> round(1000 * nernst_einstein(9.702e-6, 3584, 143800.291, 999.928), 1)  # Li7La3Zr2O12, mS/cm
    449.6
    """
    if not (volume > 0 and T > 0 and n_ions > 0):
        raise ValueError("n_ions, volume and T must be positive.")
    return n_ions * (charge * elementary_charge) ** 2 * D / (volume * CM3 * Boltzmann * T)


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

    An Arrhenius line (weighted by `errors` of D, if given), its prediction interval at `level`, and Nernst-Einstein
    with the `volume` of the system at T. Worth nothing beyond a phase transition. ValueError for fewer
    than three temperatures.
    """
    line = Arrhenius.fit(T_fit, D_fit, errors).at(T, level)
    return tuple(float(nernst_einstein(D, n_ions, volume, T, charge)) for D in line)


def einstein_helfand(
    positions: ArrayLike,
    times_fs: ArrayLike,
    window: tuple[float, float],
    volume: float,
    T: float,
    charge=1,
) -> float:
    """Collective conductivity in S/cm from the fluctuation of the total dipole M = Σ q_i r_i, window in fs.

    σ = 1/(6 V k T) d⟨|M(t) - M(0)|²⟩/dt, which counts what ions do together. `positions` (T, N, 3) unwrapped, of
    all ions that carry current, in the frame of the rest; `charge` in e, one for all or (N,). One dipole instead
    of N ions: expect an error √N times that of `nernst_einstein`.
    E. Helfand, Phys. Rev. 119, 1 (1960), doi:10.1103/PhysRev.119.1.
    """
    positions = as_positions(positions)
    charges = np.broadcast_to(np.asarray(charge, dtype=float), positions.shape[1:2])
    dipole = np.einsum("tnx,n->tx", positions, charges)[:, None]  # (T, 1, 3) e·Å
    lags = frame_spacing(times_fs) * np.arange(len(positions))
    return float(nernst_einstein(diffusion_coefficient(lags, msd(dipole), window), 1, volume, T))


def haven_ratio(positions: ArrayLike, times_fs: ArrayLike, window: tuple[float, float]) -> float:
    """H_R = D_tracer / D_σ: 1 for independent ions, below 1 when they push each other along.

    D_σ is the D that Nernst-Einstein needs to give the collective conductivity, so σ = σ_NE / H_R. Positions as
    in `einstein_helfand`, one kind of ion. Its error is that of the collective D: large.
    G. E. Murch, Solid State Ionics 7, 177 (1982), doi:10.1016/0167-2738(82)90050-9.
    """
    lags = frame_spacing(times_fs) * np.arange(len(as_positions(positions)))
    tracer, charge = (
        diffusion_coefficient(lags, kind(positions), window) for kind in (msd, collective_msd)
    )
    return tracer / charge
