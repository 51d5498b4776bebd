"""Second generation: scalar messages that also speak of triples, with the angle between two neighbors.

    m_i = Σ_j x_ij + Σ_{j<k} y_ij · y_ik · f(cos θ_jik)          x, y: filtered features of a neighbor

The idea is that of DimeNet, J. Gasteiger et al., arXiv:2003.03123 (2020), Eqs. 4-6, which sends its messages along
directed bonds; here they go to the atom in the middle of the angle. All channels stay scalars, so the message is
invariant under rotation, and the cost grows with the number of triples.
"""

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph
from mlp_course.potentials.layers import linear
from mlp_course.potentials.messages.message_passing import MessagePassing, Pairs
from mlp_course.potentials.messages.scalar import PairMessage, update_network


class TripleMessages(MessagePassing):
    """`channels` scalars for every atom; angles enter as a polynomial of degree `angular` in cos θ."""

    def make_layer(self, t: int, layers: int, *, angular: int = 4) -> nn.Module:
        """A layer; all are alike."""
        return TripleLayer(self.channels, self.radial, angular)


class TripleLayer(nn.Module):
    """One round of pairs and triples, with C channels, K radial functions and powers 0 … P of the cosine."""

    def __init__(self, channels: int, radial: int, angular: int):
        super().__init__()
        self.pair, self.side = PairMessage(channels, radial), PairMessage(channels, radial)
        self.angle = linear(angular + 1, channels)
        self.update = update_network(channels)
        self.register_buffer("powers", torch.arange(angular + 1), persistent=False)

    def forward(
        self, state: tuple[Tensor, ...], pairs: Pairs, graph: Graph, kind: Tensor
    ) -> tuple[Tensor, ...]:
        """Scalars (N, C) of the next layer."""
        (h,) = state
        message = graph.sum_to_center(self.pair(h, pairs))  # (N, C)
        p, q = graph.triples
        product = self.side_by_side(self.side(h, pairs), pairs, p, q)
        message = message.index_add(0, pairs.center.index_select(0, p), product)
        return (h + self.update(torch.cat([h, message], dim=1)),)

    def side_by_side(
        self, side: Tensor, pairs: Pairs, p: Tensor, q: Tensor
    ) -> Tensor:  # (E, C) -> (T, C)
        """y_ij · y_ik · f(cos θ_jik) of all triples."""
        cosine = (pairs.unit.index_select(0, p) * pairs.unit.index_select(0, q)).sum(dim=1)  # (T,)
        angle = self.angle(cosine[:, None] ** self.powers)  # (T, C)
        return side.index_select(0, p) * side.index_select(0, q) * angle
