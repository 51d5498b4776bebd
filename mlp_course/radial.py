"""Functions of one distance: smooth cutoffs and radial bases."""

import torch
from torch import Tensor


def cosine_cutoff(r: Tensor, cutoff: float) -> Tensor:  # (E,) -> (E,)
    """½(cos πr/r_c + 1), and 0 from `cutoff` (Å) on: Behler, J. Chem. Phys. 134, 074106 (2011), Eq. 5.

    >>> cosine_cutoff(torch.tensor([0.0, 4.0, 5.0]), 4.0).tolist()
    [1.0, 0.0, 0.0]
    """
    return torch.where(
        r < cutoff, 0.5 * (1 + torch.cos(torch.pi * r / cutoff)), torch.zeros_like(r)
    )


def gaussians(r: Tensor, eta: Tensor, shift: Tensor) -> Tensor:  # (E,), (K,), (K,) -> (E, K)
    """exp(-η (r - r_s)²), η in Å⁻², r_s in Å: the radial part of Behler 2011, Eq. 6."""
    return torch.exp(-eta * (r[:, None] - shift) ** 2)


def bessel_basis(r: Tensor, cutoff: float, n: int) -> Tensor:  # (E,) -> (E, n)
    """√(2/r_c) sin(kπr/r_c)/r for k = 1 … n, Å^(-3/2): J. Gasteiger et al., arXiv:2003.03123 (2020), Eq. 7.

    At r = 0 it has its limit √(2/r_c) kπ/r_c. It ends with a kink at `cutoff` (Å): multiply it by a cutoff function.

    >>> bessel_basis(torch.tensor([0.0, 1.0]).double(), 2.0, 2).round(decimals=4).tolist()
    [[1.5708, 3.1416], [1.0, 0.0]]
    """
    k = torch.arange(1, n + 1).to(r) * torch.pi / cutoff  # (n,) Å⁻¹
    return (2 / cutoff) ** 0.5 * k * torch.sinc(r[:, None] * k / torch.pi)


def polynomial_cutoff(r: Tensor, cutoff: float, p: int = 6) -> Tensor:  # (E,) -> (E,)
    """1 at r = 0, and 0 from `cutoff` (Å) on, where two derivatives vanish with it: arXiv:2003.03123, Eq. 8.

    1 - ½(p+1)(p+2) x^p + p(p+2) x^(p+1) - ½p(p+1) x^(p+2) with x = r/r_c.

    >>> polynomial_cutoff(torch.tensor([0.0, 2.0, 4.0, 5.0]).double(), 4.0).tolist()
    [1.0, 0.85546875, 0.0, 0.0]
    """
    x = r / cutoff
    smooth = 1 - x**p * ((p + 1) * (p + 2) / 2 - p * (p + 2) * x + p * (p + 1) / 2 * x**2)
    return torch.where(x < 1, smooth, torch.zeros_like(x))
