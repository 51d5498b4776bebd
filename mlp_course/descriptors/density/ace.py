"""The atomic cluster expansion: all products of the neighbour density that do not turn.

R. Drautz, Phys. Rev. B 99, 014104 (2019). Products of one, two and three factors of A see an atom
with one, two and three of its neighbours at a time, up to four bodies; symmetry functions, SOAP,
SNAP and moment tensors are such products in other bases.
"""

import functools
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from mlp_course.angular import spherical_harmonics
from mlp_course.descriptors.density.expansion import NeighborDensity
from mlp_course.graph import Graph

# Degrees of the factors, how they are coupled, and which combinations of channels are wanted
_Product = tuple[tuple[int, ...], Tensor, Tensor]


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
            taken = channel[:, :n].flatten()
            products = list(_couplings(factors, highest, len(taken)))
            n_features = [len(unique) for _, _, unique in products]
            self.taken.append(taken)
            self.products.append(products)
            sizes.append(sum(n_features))
        self.size = sum(sizes)
        orders = torch.arange(2, 2 + most)
        self.body_order = orders.repeat_interleave(torch.tensor(sizes))

    def forward(self, graph: Graph) -> Tensor:  # (N, D)
        """Features (N, D); raises ValueError for an element the descriptor was not made for."""
        A = self.density(graph)  # (N, M, K)
        features = []
        for channels, products in zip(self.taken, self.products, strict=True):
            part = A.index_select(2, channels)  # (N, M, K)
            of_degree = self.by_degree(part)  # (N, 2l + 1, K) for each l
            for degrees, coupling, unique in products:
                factors = [of_degree[degree] for degree in degrees]
                B = _contract(factors, coupling.to(A))  # (N, K, ...)
                B = B.flatten(1)
                features.append(B.index_select(1, unique))
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
        yield scalar, nothing, _unique(scalar, channels)
    elif factors == 2:
        for degree in range(l_max + 1):
            twice = (degree, degree)
            yield twice, nothing, _unique(twice, channels)
    else:
        for triangle in _triangles(l_max):
            coupling = gaunt(*triangle)
            yield triangle, coupling, _unique(triangle, channels)


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
    combinations = torch.cartesian_prod(*of_each).view(-1, factors)
    keep = torch.ones(len(combinations), dtype=torch.bool)
    columns = combinations.unbind(1)
    for first in range(factors - 1):
        second = first + 1
        if degrees[first] == degrees[second]:
            rising = columns[first] <= columns[second]
            keep &= rising
    return keep.nonzero()[:, 0]


@functools.cache
def gaunt(a: int, b: int, c: int) -> Tensor:  # (2a + 1, 2b + 1, 2c + 1)
    """∫ Y_am Y_bm' Y_cm'' of real harmonics over the sphere.

    They are computed by a quadrature that is exact for them.

    >>> coupling = gaunt(0, 1, 1)[0]  # Y_00 is a constant, Y_1m are normalized
    >>> round(coupling[1, 1].item() * (4 * np.pi) ** 0.5, 6)
    1.0
    """
    points, area = _sphere(a + b + c)  # (P, 3), (P,)
    Y_a = _of_degree(a, points)
    Y_b = _of_degree(b, points)
    Y_c = _of_degree(c, points)
    return torch.einsum("p,pa,pb,pc->abc", area, Y_a, Y_b, Y_c)


def _of_degree(degree: int, points: Tensor) -> Tensor:  # (P, 3) -> (P, 2 degree + 1)
    """The harmonics of one degree."""
    harmonics = spherical_harmonics(points, degree)
    return harmonics[:, degree**2 :]


def _sphere(degree: int) -> tuple[Tensor, Tensor]:
    """Points (P, 3) and weights (P,) that integrate polynomials up to `degree` exactly.

    Gauss's heights along the axis, and equal steps around it.
    """
    n_heights = degree // 2 + 1
    n_steps = degree + 1
    heights, weights = np.polynomial.legendre.leggauss(n_heights)
    steps = np.arange(n_steps)
    angles = 2 * np.pi * steps / n_steps

    # A ring of points at every height
    z = np.repeat(heights, n_steps)
    angle = np.tile(angles, n_heights)
    radius = np.sqrt(1 - z**2)
    x = radius * np.cos(angle)
    y = radius * np.sin(angle)
    points = np.stack([x, y, z], axis=1)
    weight = np.repeat(weights, n_steps)
    area = weight * 2 * np.pi / n_steps
    return torch.from_numpy(points), torch.from_numpy(area)
