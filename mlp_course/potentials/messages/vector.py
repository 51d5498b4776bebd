"""Third generation: two-body messages, but of vectors that turn with the molecule.

    1. m_i = Σ_j R₀ h_j                           scalars
       M_i = Σ_j R₁ h_j r̂_ij + R₂ V_j             vectors: new ones along the bond,
                                                  and those of the neighbor
    2. V_i ← V_i + M_i
    3. h_i ← h_i + U(h_i, m_i, (A V_i)·(B V_i))   vectors come back as dot products
    4. V_i ← V_i + g(h_i) C V_i                   a scalar may stretch a vector

It follows PaiNN: K. T. Schütt, O. T. Unke, M. Gastegger, arXiv:2102.03150 (2021), Eqs. 7-10. Only
scalars times vectors and dot products occur: that is all that rotations and reflections allow. No
triple is listed, but the dot product of two sums over neighbors contains the angles between all of
them.
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
        self.filter = perceptron(radial, channels, 3 * channels)  # R₁, R₂ and R₀
        self.left = linear(channels, channels)  # A
        self.right = linear(channels, channels)  # B
        self.turn = linear(channels, channels)  # C
        # U and g, which share their hidden layer
        self.update = nn.Sequential(
            nn.Linear(3 * channels, channels),
            nn.SiLU(),
            nn.Linear(channels, 2 * channels),
        )

    def forward(
        self,
        state: tuple[Tensor, ...],
        pairs: Pairs,
        graph: Graph,
        kind: Tensor,  # (N,)
    ) -> tuple[Tensor, ...]:
        """Scalars (N, C) and vectors (N, 3, C) of the next layer."""
        h = state[0]
        if len(state) == 2:
            V = state[1]
        else:
            # Nobody has pointed anywhere before the first round.
            n_atoms, channels = h.shape
            V = h.new_zeros(n_atoms, 3, channels)

        # 1. the messages, and 2. what they add to the vectors
        scalar, vector = self.message(h, V, pairs)
        m = graph.sum_to_center(scalar)
        V = V + graph.sum_to_center(vector)

        # 3. the scalars, and 4. the vectors
        products = self.left(V) * self.right(V)
        dot = products.sum(dim=1)  # (N, C)
        known = torch.cat([h, m, dot], dim=1)
        updates = self.update(known)
        change, gate = updates.chunk(2, dim=1)  # (N, C) each
        h = h + change
        V = V + gate[:, None] * self.turn(V)
        return h, V

    def message(
        self,
        h: Tensor,  # (N, C)
        V: Tensor,  # (N, 3, C)
        pairs: Pairs,
    ) -> tuple[Tensor, Tensor]:
        """What every neighbor says to its center: scalars (E, C) and vectors (E, 3, C)."""
        R = self.filter(pairs.basis)
        R1, R2, R0 = R.chunk(3, dim=1)  # (E, C) each
        h = self.speak(h)
        h = h.index_select(0, pairs.neighbor)  # (E, C)
        V = V.index_select(0, pairs.neighbor)  # (E, 3, C)

        length = R1 * h
        along = pairs.unit[:, :, None] * length[:, None]
        passed_on = R2[:, None] * V
        scalar = R0 * h
        vector = along + passed_on
        return scalar, vector
