"""The cheapest forces there are, to try dynamics on: a law for two atoms, summed over all pairs."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

PairLaw = Callable[
    [np.ndarray], tuple[np.ndarray, np.ndarray]
]  # r (E,) Å -> energy (E,) eV, force (E,) eV/Å


def lennard_jones(r: ArrayLike, epsilon: float, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """Energy 4ε[(σ/r)¹² - (σ/r)⁶] (eV) and force -dE/dr (eV/Å, positive pushes apart) of pairs r (...) Å apart.

    J. E. Jones, Proc. R. Soc. Lond. A 106, 463 (1924), doi:10.1098/rspa.1924.0082.

    >>> energy, force = lennard_jones(2 ** (1 / 6), 1.0, 1.0)
    >>> round(float(energy), 12), round(abs(float(force)), 12)
    (-1.0, 0.0)
    """
    sixth = (sigma / np.asarray(r, dtype=float)) ** 6
    return 4 * epsilon * (sixth**2 - sixth), 24 * epsilon * (2 * sixth**2 - sixth) / r


def fit_lennard_jones(r: ArrayLike, energy: ArrayLike) -> tuple[float, float]:
    """ε (eV) and σ (Å) of least squares through pair energies (P,) in eV at distances (P,) in Å.

    A r⁻¹² - B r⁻⁶ is linear in A and B, so there is one minimum and no starting point: ε = B²/4A,
    σ = (A/B)^(1/6). ValueError if the data have no well.

    >>> r = np.linspace(3, 6, 9)
    >>> epsilon, sigma = fit_lennard_jones(r, lennard_jones(r, 0.0103, 3.4)[0])
    >>> round(epsilon, 6), round(sigma, 6)
    (0.0103, 3.4)
    """
    r, energy = np.asarray(r, dtype=float), np.asarray(energy, dtype=float)
    unit = np.median(r)  # powers of r/unit are neither huge nor tiny
    powers = np.column_stack([(unit / r) ** 12, -((unit / r) ** 6)])
    a, b = np.linalg.lstsq(powers, energy, rcond=None)[0]
    if a <= 0 or b <= 0:
        raise ValueError("these energies have no well that a Lennard-Jones law could describe.")
    return float(b**2 / (4 * a)), float(unit * (a / b) ** (1 / 6))
