"""Functions of one direction: real spherical harmonics, and the Cartesian tensors that say the same up to l = 2."""

import math

import torch
from torch import Tensor


def spherical_harmonics(vectors: Tensor, l_max: int = 2) -> Tensor:  # (E, 3) -> (E, (l_max + 1)²)
    """Real orthonormal spherical harmonics Y_lm of the directions of `vectors`, in the order l, then m = -l … l.

    Without the Condon-Shortley sign: Y_1 is √(3/4π) (y, z, x). With û = (x, y, z), c_m + i s_m = (x + iy)^m and
    Q_lm the associated Legendre function of z over (1 - z²)^(m/2),

        Y_l,0 = N_l0 Q_l0,   Y_l,±m = √2 N_lm Q_lm (c_m or s_m),   N_lm² = (2l + 1)/4π · (l - m)!/(l + m)!

    so that all are polynomials of x, y, z: differentiable at the poles, too. The recursion is that of Press et al.,
    Numerical Recipes, 3rd ed. (2007), Eqs. 6.7.7-6.7.9.

    >>> spherical_harmonics(torch.tensor([[0.0, 0.0, 2.0]]).double(), 1).round(decimals=4).tolist()
    [[0.2821, 0.0, 0.4886, 0.0]]
    """
    x, y, z = (vectors / vectors.norm(dim=1, keepdim=True)).unbind(dim=1)
    cosine, sine = _powers(x, y, l_max)
    columns = [torch.empty(0)] * (l_max + 1) ** 2
    for m in range(l_max + 1):
        for degree, legendre in enumerate(_legendre(z, m, l_max), start=m):
            norm = (
                (2 * degree + 1)
                / (4 * math.pi)
                * math.factorial(degree - m)
                / math.factorial(degree + m)
            )
            middle = degree * (degree + 1)
            if m == 0:
                columns[middle] = math.sqrt(norm) * legendre
            else:
                columns[middle + m] = math.sqrt(2 * norm) * legendre * cosine[m]
                columns[middle - m] = math.sqrt(2 * norm) * legendre * sine[m]
    return torch.stack(columns, dim=1)


def traceless_tensors(u: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """1, û and ûû - 1/3 of unit vectors (E, 3): (E, 1), (E, 3), (E, 6), whose dot products are rotation invariant.

    >>> along_x, along_y = traceless_tensors(torch.eye(3).double()[:2])[2]
    >>> round((along_x @ along_y).item(), 6)  # cos² 90° - 1/3
    -0.333333
    """
    x, y, z = u.T
    diagonal = u.square() - 1 / 3
    mixed = 2**0.5 * torch.stack(
        [x * y, y * z, z * x], dim=1
    )  # each stands for two entries of the matrix
    return torch.ones_like(u[:, :1]), u, torch.cat([diagonal, mixed], dim=1)


def _powers(x: Tensor, y: Tensor, m_max: int) -> tuple[list[Tensor], list[Tensor]]:
    """Real and imaginary part of (x + iy)^m for m = 0 … m_max, (E,) each."""
    cosine, sine = [torch.ones_like(x)], [torch.zeros_like(x)]
    for _ in range(m_max):
        cosine, sine = (
            [*cosine, x * cosine[-1] - y * sine[-1]],
            [*sine, x * sine[-1] + y * cosine[-1]],
        )
    return cosine, sine


def _legendre(z: Tensor, m: int, l_max: int) -> list[Tensor]:
    """Q_lm(z) for l = m … l_max, (E,) each, without the sign (-1)^m."""
    values = [torch.full_like(z, math.prod(range(1, 2 * m, 2)))]
    if l_max > m:
        values.append((2 * m + 1) * z * values[0])
    for degree in range(m + 2, l_max + 1):
        values.append(
            ((2 * degree - 1) * z * values[-1] - (degree + m - 1) * values[-2]) / (degree - m)
        )
    return values
