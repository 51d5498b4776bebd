"""MACE: equivariant messages of many bodies, from pairs only.

    A_i^l   = Σ_j R(r_ij) · (Y(r̂_ij) × h_j)_l       atomic basis: scalar, vector and traceless matrix (l = 0, 1, 2)
    B_i     = products of up to ν of the A_i,          ν + 1 bodies; no triple of atoms is ever listed
              contracted to scalars and vectors
    m_i     = Σ_B w_Z,B B_i                            a learned combination for each element
    h_i^t+1 = U m_i + S_Z h_i^t                        scalars and vectors; the last layer keeps scalars only

I. Batatia et al., arXiv:2206.07697 (2022), Eqs. 8-13, in Cartesian tensors: up to l = 2 they say the same as spherical
harmonics, and the Clebsch-Gordan couplings become dot products and products of matrix and vector.
"""

import torch
from torch import Tensor, nn

from mlp_course.angular import traceless_tensors
from mlp_course.graph import Graph
from mlp_course.potentials.layers import linear, perceptron
from mlp_course.potentials.messages.message_passing import MessagePassing, Pairs

N_SCALARS, N_VECTORS = (0, 1, 4, 9), (0, 1, 3, 8)  # products of degree up to ν


class MACE(MessagePassing):
    """`channels` of scalars and vectors, products up to `correlation` ν (1, 2 or 3): see the head of this module."""

    def make_layer(self, t: int, layers: int, *, correlation: int = 3) -> nn.Module:
        """A layer; the first one receives no vectors, the last one sends none."""
        if correlation not in (1, 2, 3):
            raise ValueError(f"the correlation order can be 1, 2 or 3, got {correlation}.")
        shape = self.channels, self.radial, len(self.elements), correlation
        return ManyBodyLayer(*shape, first=t == 0, last=t == layers - 1)


class ManyBodyLayer(nn.Module):
    """A -> B -> message -> update, with C channels, K radial functions and Z elements."""

    def __init__(
        self,
        channels: int,
        radial: int,
        elements: int,
        correlation: int,
        *,
        first: bool,
        last: bool,
    ):
        super().__init__()
        self.channels, self.correlation, self.first, self.last = channels, correlation, first, last
        n_scalars, n_vectors = N_SCALARS[correlation], 0 if last else N_VECTORS[correlation]
        self.radial = perceptron(radial, channels, (3 if first else 7) * channels)
        self.mix_neighbors = nn.ModuleList(
            linear(channels, channels) for _ in range(1 if first else 2)
        )
        self.mix_basis = nn.ModuleList(linear(channels, channels) for _ in range(3))
        self.scalar_weights = nn.Parameter(torch.randn(elements, n_scalars, channels) / 3)
        self.vector_weights = nn.Parameter(torch.randn(elements, n_vectors, channels) / 3)
        self.mix_message = nn.ModuleList(
            linear(channels, channels) for _ in range(1 if last else 2)
        )
        self.keep = nn.Parameter(torch.randn(elements, channels, channels) / channels**0.5)

    def forward(
        self, state: tuple[Tensor, ...], pairs: Pairs, graph: Graph, kind: Tensor
    ) -> tuple[Tensor, ...]:
        """Scalars (N, C) and, but for the last layer, vectors (N, 3, C) of the next layer."""
        A = self.atomic_basis(state, pairs, graph)
        A = [mix(a) for mix, a in zip(self.mix_basis, A, strict=True)]
        scalars, vectors = products(*A)  # B
        weights = self.scalar_weights.index_select(0, kind)  # (N, B, C)
        message = self.mix_message[0](
            (weights * torch.stack(scalars[: weights.shape[1]], dim=1)).sum(dim=1)
        )
        kept = torch.bmm(state[0][:, None], self.keep.index_select(0, kind))[:, 0]
        if self.last:
            return (message + kept,)
        weights = self.vector_weights.index_select(0, kind)[:, :, None]  # (N, B, 1, C)
        vector = sum(w * v for w, v in zip(weights.unbind(1), vectors, strict=False))
        return message + kept, self.mix_message[1](vector)

    def atomic_basis(self, state: tuple[Tensor, ...], pairs: Pairs, graph: Graph) -> list[Tensor]:
        """A for l = 0, 1, 2: (N, C), (N, 3, C) and (N, 3, 3, C), symmetric and traceless."""
        R = (
            self.radial(pairs.basis).unflatten(1, (-1, self.channels)).unbind(1)
        )  # 3 or 7 times (E, C)
        u = pairs.unit[:, :, None]  # (E, 3, 1)
        _, _, uu = traceless_tensors(pairs.unit)  # (E, 6)
        h = self.mix_neighbors[0](state[0]).index_select(0, pairs.neighbor)  # (E, C)
        if self.first:
            a0, a1 = R[0] * h, u * (R[1] * h)[:, None]
        else:
            v = self.mix_neighbors[1](state[1]).index_select(0, pairs.neighbor)  # (E, 3, C)
            along = (u * v).sum(dim=1)  # (E, C)
            a0 = R[0] * h + R[3] * along
            a1 = u * (R[1] * h + R[4] * along)[:, None] + R[5][:, None] * v
        a2 = uu[:, :, None] * (R[2] * h)[:, None]
        A0, A1, A2 = (graph.sum_to_center(a) for a in (a0, a1, a2))
        A2 = as_matrix(A2)
        if not self.first:
            A2 = A2 + traceless(graph.sum_to_center(u[:, :, None] * (R[6][:, None] * v)[:, None]))
        return [A0, A1, A2]


def products(a: Tensor, v: Tensor, M: Tensor) -> tuple[list[Tensor], list[Tensor]]:
    """All independent scalars (N, C) and vectors (N, 3, C) of degree 1, 2, 3 in a, v and M: 1 + 3 + 5 and 1 + 2 + 5.

    a (N, C) scalar, v (N, 3, C) vector, M (N, 3, 3, C) symmetric and traceless, channel by channel.
    """
    aa, vv, MM = a * a, (v * v).sum(dim=1), (M * M).sum(dim=(1, 2))  # (N, C)
    Mv = (M * v[:, None]).sum(dim=2)  # (N, 3, C)
    vMv = (v * Mv).sum(dim=1)
    x, y, z = M.unbind(1)
    det = (torch.linalg.cross(x, y, dim=1) * z).sum(dim=1)  # a third of tr M³, since M has no trace
    MMv = (M * Mv[:, None]).sum(dim=2)
    up = a[:, None]
    scalars = [a, aa, vv, MM, aa * a, a * vv, a * MM, vMv, det]
    vectors = [v, up * v, Mv, aa[:, None] * v, vv[:, None] * v, MM[:, None] * v, up * Mv, MMv]
    return scalars, vectors


def as_matrix(six: Tensor) -> Tensor:  # (N, 6, C) -> (N, 3, 3, C)
    """The symmetric matrices whose six numbers `angular.traceless_tensors` lists."""
    xx, yy, zz = six[:, :3].unbind(1)
    xy, yz, zx = (six[:, 3:] / 2**0.5).unbind(1)
    return torch.stack([xx, xy, zx, xy, yy, yz, zx, yz, zz], dim=1).unflatten(1, (3, 3))


def traceless(matrix: Tensor) -> Tensor:  # (N, 3, 3, C) -> (N, 3, 3, C)
    """The symmetric part without its trace."""
    trace = torch.diagonal(matrix, dim1=1, dim2=2).mean(dim=-1)  # (N, C)
    return (matrix + matrix.transpose(1, 2)) / 2 - trace[:, None, None] * torch.eye(3).to(matrix)[
        None, :, :, None
    ]
