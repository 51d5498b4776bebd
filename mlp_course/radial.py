"""Functions of one distance: smooth cutoffs and a radial basis."""

import torch
from torch import Tensor


def cosine_cutoff(r: Tensor, cutoff: float) -> Tensor:  # (E,) -> (E,)
    """½(cos πr/r_c + 1), and 0 from `cutoff` (Å) on: Behler, J. Chem. Phys. 134, 074106 (2011), Eq. 5.

    >>> cosine_cutoff(torch.tensor([0.0, 4.0, 5.0]), 4.0).tolist()
    [1.0, 0.0, 0.0]
    """
    return torch.where(r < cutoff, 0.5 * (1 + torch.cos(torch.pi * r / cutoff)), torch.zeros_like(r))


def gaussians(r: Tensor, eta: Tensor, shift: Tensor) -> Tensor:  # (E,), (K,), (K,) -> (E, K)
    """exp(-η (r - r_s)²), η in Å⁻², r_s in Å: the radial part of Behler 2011, Eq. 6."""
    return torch.exp(-eta * (r[:, None] - shift) ** 2)
