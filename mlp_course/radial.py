"""Functions of one distance: smooth cutoffs and radial bases."""

import torch
from torch import Tensor


def cosine_cutoff(r: Tensor, cutoff: float) -> Tensor:  # (E,) -> (E,)
    """½(cos πr/r_c + 1), and 0 from `cutoff` (Å) on.

    Behler, J. Chem. Phys. 134, 074106 (2011), Eq. 5.

    >>> cosine_cutoff(torch.tensor([0.0, 4.0, 5.0]), 4.0).tolist()
    [1.0, 0.0, 0.0]
    """
    angle = torch.pi * r / cutoff
    smooth = 0.5 * (1 + torch.cos(angle))
    zero = torch.zeros_like(r)
    return torch.where(r < cutoff, smooth, zero)


def gaussians(
    r: Tensor,  # (E,) Å
    eta: Tensor,  # (K,) Å⁻²
    shift: Tensor,  # (K,) Å
) -> Tensor:  # (E, K)
    """exp(-η (r - r_s)²), η in Å⁻², r_s in Å: the radial part of Behler 2011, Eq. 6."""
    from_shift = r[:, None] - shift  # (E, K)
    return torch.exp(-eta * from_shift**2)


def bessel_basis(
    r: Tensor,  # (E,) Å
    cutoff: float,  # Å
    n: int,
) -> Tensor:  # (E, n)
    """√(2/r_c) sin(kπr/r_c)/r for k = 1 … n, Å^(-3/2).

    J. Gasteiger et al., arXiv:2003.03123 (2020), Eq. 7. At r = 0 it has its limit √(2/r_c) kπ/r_c.
    It ends with a kink at `cutoff`: multiply it by a cutoff function.

    >>> bessel_basis(torch.tensor([0.0, 1.0]).double(), 2.0, 2).round(decimals=4).tolist()
    [[1.5708, 3.1416], [1.0, 0.0]]
    """
    k = torch.arange(1, n + 1).to(r)
    wave = k * torch.pi / cutoff  # (n,) Å⁻¹
    norm = (2 / cutoff) ** 0.5

    # sin(w r)/r = w sinc(w r/π), since torch's sinc(x) is sin(πx)/(πx): nothing is divided by zero.
    x = r[:, None] * wave / torch.pi  # (E, n)
    return norm * wave * torch.sinc(x)


def polynomial_cutoff(r: Tensor, cutoff: float, p: int = 6) -> Tensor:  # (E,) -> (E,)
    """1 at r = 0, and 0 from `cutoff` (Å) on, where two derivatives vanish with it.

    1 - ½(p+1)(p+2) x^p + p(p+2) x^(p+1) - ½p(p+1) x^(p+2) with x = r/r_c: J. Gasteiger et al.,
    arXiv:2003.03123 (2020), Eq. 8.

    >>> polynomial_cutoff(torch.tensor([0.0, 2.0, 4.0, 5.0]).double(), 4.0).tolist()
    [1.0, 0.85546875, 0.0, 0.0]
    """
    a = (p + 1) * (p + 2) / 2
    b = p * (p + 2)
    c = p * (p + 1) / 2

    x = r / cutoff
    power = x**p
    bracket = a - b * x + c * x**2
    smooth = 1 - power * bracket
    zero = torch.zeros_like(x)
    return torch.where(x < 1, smooth, zero)
