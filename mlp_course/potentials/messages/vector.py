"""Third generation: two-body messages, but of vectors that turn with the molecule.

    m_i = Σ_j R₀ h_j                                   scalars
    M_i = Σ_j R₁ h_j r̂_ij + R₂ V_j                     vectors: new ones along the bond, and those of the neighbor
    V_i ← V_i + M_i
    h_i ← h_i + U(h_i, m_i, (A V_i)·(B V_i))           vectors come back as dot products
    V_i ← V_i + g(h_i) C V_i                           a scalar may stretch a vector

After PaiNN, K. T. Schütt, O. T. Unke, M. Gastegger, arXiv:2102.03150 (2021), Eqs. 7-10. Only scalars times vectors and
dot products occur: that is all that rotations and reflections allow. No triple is listed, but the dot product of two
sums over neighbors contains the angles between all of them.
"""

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph
from mlp_course.potentials.layers import linear, perceptron
from mlp_course.potentials.messages.message_passing import MessagePassing, Pairs


class VectorMessages(MessagePassing):
    """`channels` scalars and as many vectors for every atom."""

    def make_layer(self, t: int, layers: int) -> nn.Module:
        """A layer; the first one receives no vectors."""
        return VectorLayer(self.channels, self.radial)


class VectorLayer(nn.Module):
    """One round, with C channels and K radial functions."""

    def __init__(self, channels: int, radial: int):
        super().__init__()
        self.speak = linear(channels, channels)
        self.filter = perceptron(radial, channels, 3 * channels)
        self.left, self.right, self.turn = (linear(channels, channels) for _ in range(3))
        self.update = nn.Sequential(
            nn.Linear(3 * channels, channels), nn.SiLU(), nn.Linear(channels, 2 * channels)
        )

    def forward(
        self, state: tuple[Tensor, ...], pairs: Pairs, graph: Graph, kind: Tensor
    ) -> tuple[Tensor, ...]:
        """Scalars (N, C) and vectors (N, 3, C) of the next layer."""
        h, V = (
            state
            if len(state) == 2
            else (state[0], state[0].new_zeros(len(state[0]), 3, state[0].shape[1]))
        )
        scalar, vector = self.message(h, V, pairs)
        m, V = graph.sum_to_center(scalar), V + graph.sum_to_center(vector)
        dot = (self.left(V) * self.right(V)).sum(dim=1)  # (N, C)
        change, gate = self.update(torch.cat([h, m, dot], dim=1)).chunk(2, dim=1)
        return h + change, V + gate[:, None] * self.turn(V)

    def message(self, h: Tensor, V: Tensor, pairs: Pairs) -> tuple[Tensor, Tensor]:
        """What every neighbor says to its center: scalars (E, C) and vectors (E, 3, C)."""
        along, own, scalar = self.filter(pairs.basis).chunk(3, dim=1)  # (E, C) each
        h = self.speak(h).index_select(0, pairs.neighbor)
        vector = pairs.unit[:, :, None] * (along * h)[:, None]
        return scalar * h, vector + own[:, None] * V.index_select(0, pairs.neighbor)
