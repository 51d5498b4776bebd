"""One symmetry function of one environment, for a look at it: the formulas are those of `ACSF`."""

import torch
from numpy.typing import ArrayLike

from mlp_course.descriptors.acsf import ACSF


def acsf_g2(
    distances: ArrayLike,  # (n,) Å
    eta: float,  # Å⁻²
    r_shift: float,  # Å
    r_cut: float,  # Å
) -> float:
    """G2 = Σ_j exp(-η (r_j - r_s)²) f_c(r_j): Behler, J. Chem. Phys. 134, 074106 (2011), Eq. 6.

    `distances` are those to the neighbours, `r_shift` is r_s.

    >>> round(acsf_g2([1.0, 2.0, 9.0], eta=1.0, r_shift=1.0, r_cut=4.0), 6)
    1.037493
    """
    # Only the distance matters: the neighbours may as well stand on one line.
    r = torch.as_tensor(distances, dtype=torch.float64).reshape(-1)  # (n,)
    zero = torch.zeros_like(r)
    along_x = torch.stack([r, zero, zero], dim=1)  # (n, 3)

    descriptor = ACSF([1], r_cut, g2=[(eta, r_shift)])
    terms = descriptor.radial_terms(along_x)  # (n, 2): G1, then G2
    return terms[:, 1].sum().item()


def acsf_g4(
    positions_of_neighbours: ArrayLike,  # (n, 3) Å
    eta: float,  # Å⁻²
    zeta: float,
    lam: float,
    r_cut: float,  # Å
) -> float:
    """Behler's G4, J. Chem. Phys. 134, 074106 (2011), Eq. 8, with every unordered pair once.

        G4 = 2^(1-ζ) Σ_{j<k} (1 + λ cos θ_jk)^ζ exp(-η (r_j² + r_k² + r_jk²))
                             f_c(r_j) f_c(r_k) f_c(r_jk)

    The centre is at the origin. DScribe, too, counts a pair once.

    >>> round(acsf_g4([[1, 0, 0], [0, 1, 0]], eta=0.01, zeta=1, lam=1, r_cut=4.0), 6)
    0.505396
    """
    v = torch.as_tensor(positions_of_neighbours, dtype=torch.float64)
    v = v.reshape(-1, 3)
    j, k = torch.triu_indices(len(v), len(v), offset=1)

    descriptor = ACSF([1], r_cut, g4=[(eta, zeta, lam)])
    terms = descriptor.angular_terms(v[j], v[k])  # (n (n - 1) / 2, 1)
    return terms.sum().item()
