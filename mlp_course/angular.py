"""Functions of one direction: real spherical harmonics, and Cartesian tensors up to l = 2.

The traceless Cartesian tensors say the same as the harmonics of l = 0, 1 and 2.
"""

import math

import torch
from torch import Tensor


def spherical_harmonics(vectors: Tensor, l_max: int = 2) -> Tensor:  # (E, 3) -> (E, (l_max + 1)²)
    """Real orthonormal spherical harmonics Y_lm of the directions of `vectors`.

    They stand in the order l, then m = -l … l, without the Condon-Shortley sign:
    Y_1 is √(3/4π) (y, z, x). With û = (x, y, z)

        1. c_m + i s_m = (x + iy)^m
        2. Q_lm = the associated Legendre function of z over (1 - z²)^(m/2)
        3. N_lm² = (2l + 1)/4π · (l - m)!/(l + m)!
        4. Y_l,0 = N_l0 Q_l0,   Y_l,±m = √2 N_lm Q_lm (c_m or s_m)

    so that all are polynomials of x, y, z: differentiable at the poles, too. The recursion for Q is
    that of Press et al., Numerical Recipes, 3rd ed. (2007), Eqs. 6.7.7-6.7.9.

    >>> spherical_harmonics(torch.tensor([[0.0, 0.0, 2.0]]).double(), 1).round(decimals=4).tolist()
    [[0.2821, 0.0, 0.4886, 0.0]]
    """
    length = vectors.norm(dim=1, keepdim=True)
    unit = vectors / length
    x, y, z = unit.unbind(dim=1)

    # 1. the polynomials of x and y
    cosine, sine = _powers(x, y, l_max)
    Y = {}
    for m in range(l_max + 1):
        # 2. those of z
        legendre = _legendre(z, m, l_max)
        for degree, Q in enumerate(legendre, start=m):
            # 3. the factor, and 4. the product of all
            squared = _squared_norm(degree, m)
            if m == 0:
                norm = math.sqrt(squared)
                Y[degree, 0] = norm * Q
            else:
                norm = math.sqrt(2 * squared)
                Y[degree, m] = norm * Q * cosine[m]
                Y[degree, -m] = norm * Q * sine[m]

    in_order = [Y[key] for key in sorted(Y)]
    return torch.stack(in_order, dim=1)


def traceless_tensors(u: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """1, û and ûû - 1/3 of unit vectors (E, 3): (E, 1), (E, 3), (E, 6).

    Their dot products are rotation invariant.

    >>> along_x, along_y = traceless_tensors(torch.eye(3).double()[:2])[2]
    >>> round((along_x @ along_y).item(), 6)  # cos² 90° - 1/3
    -0.333333
    """
    x, y, z = u.T
    diagonal = u.square() - 1 / 3

    # Each product stands for two entries of the matrix: √2, so that a dot product counts it twice
    products = [
        x * y,
        y * z,
        z * x,
    ]
    off_diagonal = 2**0.5 * torch.stack(products, dim=1)

    one = torch.ones_like(u[:, :1])
    matrix = torch.cat([diagonal, off_diagonal], dim=1)  # (E, 6)
    return one, u, matrix


def _powers(
    x: Tensor,  # (E,)
    y: Tensor,  # (E,)
    m_max: int,
) -> tuple[list[Tensor], list[Tensor]]:
    """Real and imaginary part of (x + iy)^m for m = 0 … m_max, (E,) each."""
    real = [torch.ones_like(x)]
    imaginary = [torch.zeros_like(x)]
    for _ in range(m_max):
        a = real[-1]
        b = imaginary[-1]
        real.append(x * a - y * b)
        imaginary.append(x * b + y * a)
    return real, imaginary


def _legendre(
    z: Tensor,  # (E,)
    m: int,
    l_max: int,
) -> list[Tensor]:
    """Q_lm(z) for l = m … l_max, (E,) each, without the sign (-1)^m."""
    # The first two start the recursion.
    odd_numbers = range(1, 2 * m, 2)
    start = torch.full_like(z, math.prod(odd_numbers))  # (2m - 1)!!
    Q = [start]
    if l_max > m:
        second = (2 * m + 1) * z * start
        Q.append(second)

    for degree in range(m + 2, l_max + 1):
        last = (2 * degree - 1) * z * Q[-1]
        before = (degree + m - 1) * Q[-2]
        new = (last - before) / (degree - m)
        Q.append(new)
    return Q


def _squared_norm(degree: int, m: int) -> float:
    """N_lm², which makes the integral of Y_lm² over the sphere one."""
    below = math.factorial(degree - m)
    above = math.factorial(degree + m)
    solid_angle = 4 * math.pi
    return (2 * degree + 1) / solid_angle * below / above
