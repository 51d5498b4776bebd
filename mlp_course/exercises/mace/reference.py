"""What answers about directions are compared with: SciPy's harmonics, A and its invariant."""

import math

import numpy as np
import torch
from scipy.special import sph_harm_y
from torch import Tensor

from mlp_course.angular import spherical_harmonics

SIZES = (1, 3, 5)  # how many m there are for l = 0, 1, 2

NAMES = []  # l, m of the nine functions, in their order
for _degree in range(3):
    for _m in range(-_degree, _degree + 1):
        NAMES.append((_degree, _m))


def vectors(seed: int, n: int = 7) -> Tensor:
    """Vectors (n, 3) of all lengths, float64."""
    rng = np.random.default_rng(seed)
    drawn = rng.normal(size=(n, 3))
    return torch.from_numpy(drawn * 1.7)


def real_harmonics(v: Tensor) -> Tensor:  # (E, 3) -> (E, 9)
    """Y_lm for l ≤ 2 from SciPy's complex ones, without their sign (-1)^m."""
    # The angles of the directions, (E,) each; rounding may bring z beyond 1
    length = np.linalg.norm(v, axis=1, keepdims=True)  # (E, 1)
    unit = v.numpy() / length
    x, y, z = unit.T
    cosine = np.clip(z, -1, 1)
    theta = np.arccos(cosine)
    phi = np.arctan2(y, x)

    root = math.sqrt(2)
    columns = []
    for degree, m in NAMES:
        value = sph_harm_y(degree, abs(m), theta, phi)
        value = value * (-1) ** m  # without the sign of Condon and Shortley
        if m == 0:
            part = value.real
        elif m > 0:
            part = root * value.real
        else:
            part = root * value.imag
        columns.append(part)
    Y = np.stack(columns, axis=1)
    return torch.from_numpy(Y)


def basis_of(v: Tensor, seed: int) -> Tensor:  # (E, 3) -> (2, 3, 9)
    """A of two atoms with three channels, whose neighbours are at `v`."""
    rng = np.random.default_rng(seed)
    drawn = rng.normal(size=(2, 3, len(v)))
    weights = torch.from_numpy(drawn)
    Y = spherical_harmonics(v, 2)
    return weights @ Y


def matrix_product(A: Tensor) -> Tensor:  # (N, C, 9) -> (N, C)
    """A₁ᵀ A₂ A₁ with A₁ = (x, y, z) and A₂ the traceless matrix with the numbers of l = 2."""
    # A₁: the numbers of l = 1 in the order x, y, z
    y, z, x = A[..., 1:4].unbind(-1)  # (N, C) each
    three = torch.stack([x, y, z], dim=-1)
    vector = three[..., None]  # (N, C, 3, 1)

    # A₂, whose diagonal adds up to zero
    xy, yz, zz, xz, xx = A[..., 4:].unbind(-1)
    third = zz / math.sqrt(3)
    rows = [
        *(xx - third, xy, xz),
        *(xy, -xx - third, yz),
        *(xz, yz, 2 * third),
    ]
    nine = torch.stack(rows, dim=-1)  # (N, C, 9)
    matrix = nine.unflatten(-1, (3, 3))  # (N, C, 3, 3)

    product = vector.mT @ matrix @ vector  # (N, C, 1, 1)
    return product[..., 0, 0]
