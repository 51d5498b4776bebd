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

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        n_max: int = 5,
        l_max: int = 3,
    ):
        super().__init__(elements, cutoff, n_max=n_max, l_max=l_max)
        K = self.channels
        n_couples = K * (K + 1) // 2
        n_degrees = l_max + 1
        self.size = n_couples * n_degrees
        order = self._order()
        self.register_buffer("order", order, persistent=False)

    def forward(self, graph: Graph) -> Tensor:  # (N, D)
        """Features (N, D); raises ValueError for an element the descriptor was not made for."""
        density = self.density(graph)  # (N, M, K)
        products = []
        for A in self.by_degree(density):  # (N, 2l + 1, K)
            sum_over_m = A.mT @ A  # (N, K, K)
            products.append(sum_over_m)
        p = torch.stack(products, dim=1)  # (N, l_max + 1, K, K)
        p = p.flatten(1)
        return p.index_select(1, self.order)

    def _order(self) -> Tensor:  # (D,)
        """Where in (l, k, k') the features stand: every unordered couple of channels once."""
        n = self.n_max
        K = self.channels
        n_degrees = self.l_max + 1
        place = torch.arange(n_degrees * K * K)
        place = place.view(n_degrees, K, K)

        parts = []
        for first in range(len(self.elements)):
            for second in range(first, len(self.elements)):
                # Two channels of one element come in two orders, of which one is enough.
                if first == second:
                    rows, columns = torch.triu_indices(n, n)
                else:
                    everywhere = torch.ones(n, n).nonzero()
                    rows, columns = everywhere.T

                # Channel k of an element comes after all channels of those before it.
                k = first * n + rows
                k_prime = second * n + columns
                couple = place[:, k, k_prime]
                parts.append(couple.flatten())
        return torch.cat(parts)
