"""First generation of learned descriptors: scalar messages between two bodies.

    1. m_i = Σ_j R(r_ij) · W h_j   NN1: what neighbor j says, weighed channel by channel
                                   by a filter of the distance
    2. h_i ← h_i + U(h_i, m_i)     NN2

It follows SchNet: K. T. Schütt et al., J. Chem. Phys. 148, 241722 (2018), doi:10.1063/1.5019779,
Eqs. 4-6. A message knows distances only.
"""

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph
from mlp_course.potentials.layers import linear, perceptron
from mlp_course.potentials.messages.message_passing import MessagePassing, Pairs


class ScalarMessages(MessagePassing):
    """`channels` scalars h for every atom, passed on in `layers` rounds."""

    def make_layer(self, t: int, layers: int) -> nn.Module:
        """A layer; all are alike."""
        return ScalarLayer(self.channels, self.radial)


class ScalarLayer(nn.Module):
    """One round, with C channels and K radial functions."""

    def __init__(self, channels: int, radial: int):
        super().__init__()
        self.message = PairMessage(channels, radial)
        self.update = update_network(channels)

    def forward(
        self,
        state: tuple[Tensor, ...],
        pairs: Pairs,
        graph: Graph,
        kind: Tensor,  # (N,)
    ) -> tuple[Tensor, ...]:
        """Scalars (N, C) of the next layer."""
        (h,) = state

        # 1. the message
        m = graph.sum_to_center(self.message(h, pairs))  # (N, C)

        # 2. the update
        change = self.update(torch.cat([h, m], dim=1))
        return (h + change,)


class PairMessage(nn.Module):
    """R(r_ij) · W h_j of every pair: what j says to its center, fading out with the distance."""

    def __init__(self, channels: int, radial: int):
        super().__init__()
        self.speak = linear(channels, channels)  # W
        self.filter = perceptron(radial, channels, channels)  # R

    def forward(self, h: Tensor, pairs: Pairs) -> Tensor:  # (N, C) -> (E, C)
        """The messages (E, C), of features h (N, C)."""
        # W first, then the neighbors: there are fewer atoms than pairs.
        said = self.speak(h)
        said = said.index_select(0, pairs.neighbor)
        return self.filter(pairs.basis) * said


def update_network(channels: int) -> nn.Sequential:
    """(N, 2 C) features and message side by side -> (N, C) change of the features."""
    return nn.Sequential(
        nn.Linear(2 * channels, channels),
        nn.SiLU(),
        nn.Linear(channels, channels),
    )
