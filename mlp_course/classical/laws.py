"""Laws for two atoms: how energy and force depend on their distance.

There is one convention for all of them: a law takes distances r (E,) in Å and returns the energy u
(E,) in eV and the force f = -du/dr (E,) in eV/Å, which is positive where it pushes the two atoms
apart.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

EnergyAndForce = tuple[np.ndarray, np.ndarray]  # (E,) eV and (E,) eV/Å
PairLaw = Callable[[np.ndarray], EnergyAndForce]


def lennard_jones(
    r: ArrayLike,  # (...) Å
    epsilon: float,  # eV
    sigma: float,  # Å
) -> EnergyAndForce:
    """Energy 4ε[(σ/r)¹² - (σ/r)⁶] (eV) and force (eV/Å) of pairs r (...) Å apart.

    J. E. Jones, Proc. R. Soc. Lond. A 106, 463 (1924), doi:10.1098/rspa.1924.0082.

    >>> energy, force = lennard_jones(2 ** (1 / 6), 1.0, 1.0)
    >>> round(float(energy), 12), round(abs(float(force)), 12)
    (-1.0, 0.0)
    """
    distance = np.asarray(r, dtype=float)
    ratio = sigma / distance
    sixth = ratio**6
    twelfth = sixth**2
    energy = 4 * epsilon * (twelfth - sixth)
    force = 24 * epsilon * (2 * twelfth - sixth) / distance
    return energy, force


def fit_lennard_jones(
    r: ArrayLike,  # (P,) Å
    energy: ArrayLike,  # (P,) eV
) -> tuple[float, float]:
    """ε (eV) and σ (Å) of least squares through pair energies (P,) in eV at distances (P,) in Å.

    A r⁻¹² - B r⁻⁶ is linear in A and B, so there is one minimum and no starting point: ε = B²/4A,
    σ = (A/B)^(1/6). Raises ValueError if the data have no well.

    >>> r = np.linspace(3, 6, 9)
    >>> epsilon, sigma = fit_lennard_jones(r, lennard_jones(r, 0.0103, 3.4)[0])
    >>> round(epsilon, 6), round(sigma, 6)
    (0.0103, 3.4)
    """
    r = np.asarray(r, dtype=float)
    energy = np.asarray(energy, dtype=float)

    # Powers of r/unit are neither huge nor tiny.
    unit = np.median(r)
    ratio = unit / r
    sixth = ratio**6
    twelfth = sixth**2
    powers = np.column_stack([twelfth, -sixth])  # (P, 2)
    solution, *_ = np.linalg.lstsq(powers, energy, rcond=None)
    a, b = solution
    if a <= 0 or b <= 0:
        raise ValueError("these energies have no well that a Lennard-Jones law could describe.")

    # a and b are A and B in powers of r/unit; ε does not depend on the unit.
    epsilon = b**2 / (4 * a)
    sixth_root = (a / b) ** (1 / 6)
    sigma = unit * sixth_root
    return float(epsilon), float(sigma)


@dataclass(frozen=True)
class VashishtaRahman:
    """u(r) = H/rⁿ - P/r⁴ - W/r⁶ in eV.

    P. Vashishta, A. Rahman, Phys. Rev. Lett. 40, 1337 (1978), Eq. 1.
    """

    n: int
    H: float  # eV Åⁿ, steric repulsion
    P: float  # eV Å⁴, charge and induced dipole
    W: float  # eV Å⁶, dispersion

    def __call__(self, r: np.ndarray) -> EnergyAndForce:
        """Energy (E,) in eV and force (E,) in eV/Å at distances (E,) in Å."""
        repulsion = self.H / r**self.n
        polarisation = self.P / r**4
        dispersion = self.W / r**6
        energy = repulsion - polarisation - dispersion

        # -r du/dr: every power of r is multiplied by its exponent.
        virial = self.n * repulsion - 4 * polarisation - 6 * dispersion
        force = virial / r
        return energy, force


@dataclass(frozen=True)
class Buckingham:
    """u(r) = A exp(-br) - C/r⁶ (eV), which falls to -∞ at short r: not for collisions."""

    A: float  # eV
    b: float  # 1/Å
    C: float  # eV Å⁶

    def __call__(self, r: np.ndarray) -> EnergyAndForce:
        """Energy (E,) in eV and force (E,) in eV/Å at distances (E,) in Å."""
        decay = np.exp(-self.b * r)
        repulsion = self.A * decay
        dispersion = self.C / r**6
        energy = repulsion - dispersion

        push = self.b * repulsion
        pull = 6 * dispersion / r
        force = push - pull
        return energy, force
