"""Second generation: scalar messages that also speak of triples, with the angle at an atom.

    1. m_i = Σ_j x_ij + Σ_{j<k} y_ij · y_ik · f(cos θ_jik)     x, y: filtered features of a neighbor
    2. h_i ← h_i + U(h_i, m_i)

The idea is that of DimeNet, J. Gasteiger et al., arXiv:2003.03123 (2020), Eqs. 4-6, which sends its
messages along directed bonds; here they go to the atom in the middle of the angle. All channels
stay scalars, so the message is invariant under rotation, and the cost grows with the number of
triples.
"""

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph
from mlp_course.potentials.layers import linear
from mlp_course.potentials.messages.message_passing import MessagePassing, Pairs
from mlp_course.potentials.messages.scalar import PairMessage, update_network


class TripleMessages(MessagePassing):
    """`channels` scalars for every atom; angles enter as a polynomial in cos θ.

    `angular` is the degree of the polynomial f.
    """

    def make_layer(self, t: int, layers: int, *, angular: int = 4) -> nn.Module:
        """A layer; all are alike."""
        return TripleLayer(self.channels, self.radial, angular)


class TripleLayer(nn.Module):
    """One round of pairs and triples.

    C channels, K radial functions and the powers 0 … P of the cosine.
    """

    powers: Tensor  # (P + 1,)

    def __init__(self, channels: int, radial: int, angular: int):
        super().__init__()
        self.pair = PairMessage(channels, radial)  # x
        self.side = PairMessage(channels, radial)  # y
        self.angle = linear(angular + 1, channels)  # f
        self.update = update_network(channels)
        self.register_buffer("powers", torch.arange(angular + 1), persistent=False)

    def forward(
        self,
        state: tuple[Tensor, ...],
        pairs: Pairs,
        graph: Graph,
        kind: Tensor,  # (N,)
    ) -> tuple[Tensor, ...]:
        """Scalars (N, C) of the next layer."""
        (h,) = state

        # 1. the message of pairs, and on top of it that of triples
        m = graph.sum_to_center(self.pair(h, pairs))  # (N, C)
        p, q = graph.triples  # (T,) each: the pairs ij and ik
        side = self.side(h, pairs)  # (E, C)
        product = self.side_by_side(side, pairs, p, q)
        middle = pairs.center.index_select(0, p)  # (T,)
        m = m.index_add(0, middle, product)

        # 2. the update
        change = self.update(torch.cat([h, m], dim=1))
        return (h + change,)

    def side_by_side(
        self,
        side: Tensor,  # (E, C) y
        pairs: Pairs,
        p: Tensor,  # (T,)
        q: Tensor,  # (T,)
    ) -> Tensor:  # (T, C)
        """y_ij · y_ik · f(cos θ_jik) of all triples."""
        # f is a polynomial: a matrix acts on the powers of the cosine.
        unit_p = pairs.unit.index_select(0, p)  # (T, 3)
        unit_q = pairs.unit.index_select(0, q)
        cosine = (unit_p * unit_q).sum(dim=1)  # (T,)
        f = self.angle(cosine[:, None] ** self.powers)  # (T, C)

        y_p = side.index_select(0, p)
        y_q = side.index_select(0, q)
        return y_p * y_q * f
