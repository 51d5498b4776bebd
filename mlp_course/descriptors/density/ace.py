"""The atomic cluster expansion: all products of the neighbour density that do not turn, up to four bodies.

R. Drautz, Phys. Rev. B 99, 014104 (2019). Products of one, two and three factors of A see an atom with one, two and
three of its neighbours at a time; symmetry functions, SOAP, SNAP and moment tensors are such products in other bases.
"""

import functools
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from mlp_course.angular import spherical_harmonics
from mlp_course.descriptors.density.expansion import NeighborDensity
from mlp_course.graph import Graph


class ACE(NeighborDensity):
    """The invariants B of every atom, D of them, with k a channel (element, then radial function); `cutoff` in Å.

    1. one factor:     A_k,00                                                              body order 2
    2. two factors:    Σ_m A_k,lm A_k',lm                                                  body order 3
    3. three factors:  Σ_mm'm'' G A_k,lm A_k',l'm' A_k'',l''m''  with l + l' + l'' even    body order 4

    G is the integral of three harmonics (`gaunt`). For one, two and three factors `n_max` and `l_max` say how many
    radial functions and which degrees take part; the length of `n_max` is the largest number of factors.
    `body_order` (D,) tells the features apart.
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
        super().__init__(elements, cutoff, n_max=max(n_max), l_max=max(l_max[: len(n_max)]))
        channel = torch.arange(self.channels).view(-1, self.n_max)
        self.taken = [
            channel[:, :n].flatten() for n in n_max
        ]  # (K,) channels in products of one, two and three
        self.products = [
            list(_couplings(f, l_max[f - 1], len(k))) for f, k in enumerate(self.taken, start=1)
        ]
        sizes = [sum(len(unique) for *_, unique in products) for products in self.products]
        self.size = sum(sizes)
        self.body_order = torch.arange(2, 2 + len(sizes)).repeat_interleave(torch.tensor(sizes))

    def forward(self, graph: Graph) -> Tensor:  # (N, D)
        """Features (N, D); raises ValueError for an element the descriptor was not made for."""
        density = self.density(graph)
        features = []
        for channels, products in zip(self.taken, self.products, strict=True):
            blocks = self.by_degree(density.index_select(2, channels))  # (N, 2l + 1, K) for each l
            for degrees, coupling, unique in products:
                value = _contract([blocks[degree] for degree in degrees], coupling.to(density))
                features.append(value.flatten(1).index_select(1, unique))
        return torch.cat(features, dim=1)


def _contract(
    factors: Sequence[Tensor], coupling: Tensor
) -> Tensor:  # (N, 2l + 1, K) each -> (N, K, ...)
    """Couple one to three factors to scalars, for all combinations of their channels."""
    if len(factors) == 1:
        return factors[0][:, 0]
    if len(factors) == 2:
        return factors[0].mT @ factors[1]
    pairs = torch.einsum("xak,xbl,abc->xklc", factors[0], factors[1], coupling)
    return torch.einsum("xklc,xcm->xklm", pairs, factors[2])


def _couplings(
    factors: int, l_max: int, channels: int
) -> Iterator[tuple[tuple[int, ...], Tensor, Tensor]]:
    """Degrees, coupling coefficients, and which of all combinations of channels are no repetition of another."""
    if factors < 3:
        for degree in range(l_max + 1 if factors == 2 else 1):
            yield (degree,) * factors, torch.empty(0), _unique((degree,) * factors, channels)
        return
    for a in range(l_max + 1):
        for b in range(a, l_max + 1):
            for c in range(b, min(a + b, l_max) + 1):
                if (a + b + c) % 2 == 0:
                    yield (a, b, c), gaunt(a, b, c), _unique((a, b, c), channels)


def _unique(degrees: tuple[int, ...], channels: int) -> Tensor:
    """Where, among channels^factors, factors of the same degree have channels in rising order."""
    each = torch.cartesian_prod(*[torch.arange(channels)] * len(degrees)).view(-1, len(degrees))
    keep = torch.ones(len(each), dtype=torch.bool)
    for k in range(len(degrees) - 1):
        if degrees[k] == degrees[k + 1]:
            keep &= each[:, k] <= each[:, k + 1]
    return keep.nonzero()[:, 0]


@functools.cache
def gaunt(a: int, b: int, c: int) -> Tensor:  # (2a + 1, 2b + 1, 2c + 1)
    """∫ Y_am Y_bm' Y_cm'' of real harmonics over the sphere, by a quadrature that is exact for them.

    >>> round(gaunt(0, 1, 1)[0, 1, 1].item() * (4 * np.pi) ** 0.5, 6)  # Y_00 is a constant, Y_1m are normalized
    1.0
    """
    height, weight = np.polynomial.legendre.leggauss((a + b + c) // 2 + 1)
    turn = 2 * np.pi * np.arange(a + b + c + 1) / (a + b + c + 1)
    z, angle = (x.ravel() for x in np.meshgrid(height, turn, indexing="ij"))
    ring = np.sqrt(1 - z**2)
    points = torch.from_numpy(np.stack([ring * np.cos(angle), ring * np.sin(angle), z], axis=1))
    area = torch.from_numpy(np.repeat(weight, len(turn)) * 2 * np.pi / len(turn))
    harmonics = spherical_harmonics(points, c)
    first, second, third = (harmonics[:, degree**2 : (degree + 1) ** 2] for degree in (a, b, c))
    return torch.einsum("p,pa,pb,pc->abc", area, first, second, third)
