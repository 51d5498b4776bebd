"""The atomic cluster expansion: all products of the neighbour density that do not turn.

R. Drautz, Phys. Rev. B 99, 014104 (2019). Products of one, two and three factors of A see an atom
with one, two and three of its neighbours at a time, up to four bodies; symmetry functions, SOAP,
SNAP and moment tensors are such products in other bases.
"""

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mlp_course.angular import spherical_harmonics
from mlp_course.descriptors.density.expansion import NeighborDensity
from mlp_course.graph import Graph


class _Product(NamedTuple):
    """One to three factors A that are multiplied and summed over m to what does not turn."""

    degrees: tuple[int, ...]  # l of every factor
    coupling: Tensor  # how three factors are summed over m; empty for fewer
    unique: Tensor  # which combinations of channels are wanted


class ACE(NeighborDensity):
    """The invariants B of every atom, D of them, with k a channel (element, then radial function).

    1. one factor:    A_k,00                                                body order 2
    2. two factors:   Σ_m A_k,lm A_k',lm                                    body order 3
    3. three factors: Σ_mm'm'' G A_k,lm A_k',l'm' A_k'',l''m''              body order 4
                      with l + l' + l'' even

    G is the integral of three harmonics (`gaunt`); `cutoff` in Å. For one, two and three factors
    `n_max` and `l_max` say how many radial functions and which degrees take part; the length of
    `n_max` is the largest number of factors. `body_order` (D,) tells the features apart.
    """

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        n_max: Sequence[int] = (8, 4, 2),
        l_max: Sequence[int] = (0, 3, 2),
    ):
        if not 1 <= len(n_max) <= len(l_max) <= 3:
            raise ValueError(
                f"give n_max and l_max for one, two or three factors, got {n_max} and {l_max}."
            )
        most = len(n_max)  # factors
        highest = max(l_max[:most])
        super().__init__(elements, cutoff, n_max=max(n_max), l_max=highest)
        self.settings |= {
            "n_max": list(n_max),
            "l_max": list(l_max),
        }

        # Which channels take part in products of one, two and three factors, and in which products
        channel = torch.arange(self.channels)
        channel = channel.view(-1, self.n_max)  # (S, n_max)
        self.taken: list[Tensor] = []  # (K,) each
        self.products: list[list[_Product]] = []
        sizes = []
        for factors, n, highest in zip((1, 2, 3), n_max, l_max, strict=False):
            first = channel[:, :n]
            taken = first.flatten()
            n_channels = len(taken)
            products = list(_couplings(factors, highest, n_channels))
            n_features = [len(product.unique) for product in products]
            self.taken.append(taken)
            self.products.append(products)
            sizes.append(sum(n_features))
        self.size = sum(sizes)
        orders = torch.arange(2, 2 + most)
        repeats = torch.tensor(sizes)
        self.body_order = orders.repeat_interleave(repeats)

    def forward(self, graph: Graph) -> Tensor:  # (N, D)
        """Features (N, D); raises ValueError for an element the descriptor was not made for."""
        A = self.density(graph)  # (N, M, K)
        features = []
        for channels, products in zip(self.taken, self.products, strict=True):
            part = A.index_select(2, channels)  # (N, M, K)
            of_degree = self.by_degree(part)  # (N, 2l + 1, K) for each l
            for product in products:
                factors = [of_degree[degree] for degree in product.degrees]
                coupling = product.coupling.to(A)
                B = _contract(factors, coupling)  # (N, K, ...)
                B = B.flatten(1)
                B = B.index_select(1, product.unique)
                features.append(B)
        return torch.cat(features, dim=1)


def _contract(factors: Sequence[Tensor], coupling: Tensor) -> Tensor:
    """Couple one to three factors (N, 2l + 1, K) to scalars (N, K, ...).

    There is a scalar for every combination of their channels.
    """
    # 1. one factor, of l = 0
    if len(factors) == 1:
        (A,) = factors
        return A[:, 0]

    # 2. two factors, of one l: the sum over m is a product of matrices
    if len(factors) == 2:
        A, A_prime = factors
        return A.mT @ A_prime

    # 3. three factors: two at first, so that no array has all six indices
    A, A_prime, A_second = factors
    pairs = torch.einsum("xak,xbl,abc->xklc", A, A_prime, coupling)
    return torch.einsum("xklc,xcm->xklm", pairs, A_second)


def _couplings(factors: int, l_max: int, channels: int) -> Iterator[_Product]:
    """All products of so many factors that do not turn, up to the degree `l_max`."""
    nothing = torch.empty(0)  # to couple one or two factors with
    if factors == 1:
        scalar = (0,)
        unique = _unique(scalar, channels)
        yield _Product(scalar, nothing, unique)
    elif factors == 2:
        for degree in range(l_max + 1):
            twice = (degree, degree)
            unique = _unique(twice, channels)
            yield _Product(twice, nothing, unique)
    else:
        for triangle in _triangles(l_max):
            coupling = gaunt(*triangle)
            unique = _unique(triangle, channels)
            yield _Product(triangle, coupling, unique)


def _triangles(l_max: int) -> Iterator[tuple[int, int, int]]:
    """Degrees a ≤ b ≤ c ≤ a + b whose sum is even: for all others the coupling vanishes."""
    for a in range(l_max + 1):
        for b in range(a, l_max + 1):
            longest = min(a + b, l_max)
            for c in range(b, longest + 1):
                total = a + b + c
                if total % 2 == 0:
                    yield a, b, c


def _unique(degrees: tuple[int, ...], channels: int) -> Tensor:
    """Where, among channels^factors, factors of the same degree have channels in rising order.

    The other combinations are repetitions of these.
    """
    factors = len(degrees)
    of_each = [torch.arange(channels)] * factors
    combinations = torch.cartesian_prod(*of_each)
    combinations = combinations.view(-1, factors)
    columns = combinations.unbind(1)
    n_combinations = len(combinations)
    keep = torch.ones(n_combinations, dtype=torch.bool)
    for first in range(factors - 1):
        second = first + 1
        if degrees[first] == degrees[second]:
            rising = columns[first] <= columns[second]
            keep &= rising
    (where,) = torch.nonzero(keep, as_tuple=True)
    return where


@functools.cache
def gaunt(a: int, b: int, c: int) -> Tensor:  # (2a + 1, 2b + 1, 2c + 1)
    """∫ Y_am Y_bm' Y_cm'' of real harmonics over the sphere.

    They are computed by a quadrature that is exact for them.

    >>> coupling = gaunt(0, 1, 1)[0]  # Y_00 is a constant, Y_1m are normalized
    >>> round(coupling[1, 1].item() * (4 * np.pi) ** 0.5, 6)
    1.0
    """
    highest = a + b + c
    points, area = _sphere(highest)  # (P, 3), (P,)
    Y_a = _of_degree(a, points)
    Y_b = _of_degree(b, points)
    Y_c = _of_degree(c, points)
    return torch.einsum("p,pa,pb,pc->abc", area, Y_a, Y_b, Y_c)


def _of_degree(degree: int, points: Tensor) -> Tensor:  # (P, 3) -> (P, 2 degree + 1)
    """The harmonics of one degree."""
    harmonics = spherical_harmonics(points, degree)
    n_lower = degree**2
    return harmonics[:, n_lower:]


def _sphere(degree: int) -> tuple[Tensor, Tensor]:
    """Points (P, 3) and weights (P,) that integrate polynomials up to `degree` exactly.

    Gauss's heights along the axis, and equal steps around it.
    """
    n_heights = degree // 2 + 1
    n_steps = degree + 1
    heights, weights = np.polynomial.legendre.leggauss(n_heights)
    steps = np.arange(n_steps)
    angles = 2 * np.pi * steps / n_steps  # radians

    # A ring of points at every height
    z = np.repeat(heights, n_steps)
    angle = np.tile(angles, n_heights)
    radius = np.sqrt(1 - z**2)
    x = radius * np.cos(angle)
    y = radius * np.sin(angle)
    points = np.stack([x, y, z], axis=1)

    # A height's share of the sphere, divided among its ring
    weight = np.repeat(weights, n_steps)
    area = weight * 2 * np.pi / n_steps
    return torch.from_numpy(points), torch.from_numpy(area)
