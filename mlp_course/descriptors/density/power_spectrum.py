"""The power spectrum: the simplest rotation invariants of a neighbour density.

    p_i,snl,s'n'l = Σ_m A_i,snlm A_i,s'n'lm

Invariants of pairs of neighbours (body order 3). The sum over m does not change under rotation:
A. P. Bartók, R. Kondor, G. Csányi, Phys. Rev. B 87, 184115 (2013).
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from mlp_course.descriptors.density.expansion import NeighborDensity
from mlp_course.graph import Graph


class PowerSpectrum(NeighborDensity):
    """p of every atom: D = ½ K (K + 1) (l_max + 1) features.

    For each couple of elements they run over l, then over n, n'. On the Bessel functions of
    `NeighborDensity` it is, but for its one radial basis for all l, the descriptor of NeuralIL:
    E. Kocer et al., AIP Adv. 10, 015021 (2020); H. Montes-Campos et al., J. Chem. Inf. Model. 62,
    88 (2022).
    """

    order: Tensor  # (D,) where in (l, k, k') every feature stands

    def __init__(self, elements: Sequence[int], cutoff: float, *, n_max: int = 5, l_max: int = 3):
        super().__init__(elements, cutoff, n_max=n_max, l_max=l_max)
        couples = self.channels * (self.channels + 1) // 2
        self.size = couples * (l_max + 1)
        self.register_buffer("order", self._order(), persistent=False)

    def forward(self, graph: Graph) -> Tensor:  # (N, D)
        """Features (N, D); raises ValueError for an element the descriptor was not made for."""
        products = []
        for A in self.by_degree(self.density(graph)):  # (N, 2l + 1, K)
            products.append(A.mT @ A)  # (N, K, K), the sum over m
        p = torch.stack(products, dim=1)  # (N, l_max + 1, K, K)
        return p.flatten(1).index_select(1, self.order)

    def _order(self) -> Tensor:  # (D,)
        """Where in (l, k, k') the features stand: every unordered couple of channels once."""
        n = self.n_max
        k = self.channels
        n_degrees = self.l_max + 1
        place = torch.arange(n_degrees * k * k)
        place = place.view(n_degrees, k, k)

        parts = []
        for first in range(len(self.elements)):
            for second in range(first, len(self.elements)):
                # Two channels of one element come in two orders, of which one is enough.
                if first == second:
                    rows, columns = torch.triu_indices(n, n)
                else:
                    rows, columns = torch.ones(n, n).nonzero().T
                couple = place[:, first * n + rows, second * n + columns]
                parts.append(couple.flatten())
        return torch.cat(parts)
