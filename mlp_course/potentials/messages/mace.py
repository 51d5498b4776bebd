"""MACE: equivariant messages of many bodies, from pairs only.

    1. A_i^l   = Σ_j R(r_ij) · (Y(r̂_ij) × h_j)_l   atomic basis: scalar, vector and
                                                   traceless matrix (l = 0, 1, 2)
    2. B_i     = products of up to ν of the A_i,   ν + 1 bodies; no triple of atoms
                 contracted to scalars and         is ever listed
                 vectors
    3. m_i     = Σ_B w_Z,B B_i                     a learned combination for each element
    4. h_i^t+1 = U m_i + S_Z h_i^t                 scalars and vectors; the last layer
                                                   keeps scalars only

I. Batatia et al., arXiv:2206.07697 (2022), Eqs. 8-13, in Cartesian tensors: up to l = 2 they say
the same as spherical harmonics, and the Clebsch-Gordan couplings become dot products and products
of matrix and vector.
"""

import torch
from torch import Tensor, nn

from mlp_course.angular import traceless_tensors
from mlp_course.graph import Graph
from mlp_course.potentials.layers import linear, perceptron
from mlp_course.potentials.messages.message_passing import MessagePassing, Pairs

# How many products of degree up to ν there are, for ν = 0, 1, 2, 3
N_SCALARS = (0, 1, 4, 9)
N_VECTORS = (0, 1, 3, 8)


class MACE(MessagePassing):
    """`channels` of scalars and vectors, products up to `correlation` ν (1, 2 or 3).

    See the head of this module.
    """

    def make_layer(self, t: int, layers: int, *, correlation: int = 3) -> nn.Module:
        """A layer; the first one receives no vectors, the last one sends none."""
        if correlation not in (1, 2, 3):
            raise ValueError(f"the correlation order can be 1, 2 or 3, got {correlation}.")
        return ManyBodyLayer(
            self.channels,
            self.radial,
            len(self.elements),
            correlation,
            first=t == 0,
            last=t == layers - 1,
        )


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
        self.channels = channels
        self.correlation = correlation
        self.first = first
        self.last = last
        n_in = 1 if first else 2  # kinds of features that come in: scalars, vectors
        n_out = 1 if last else 2  # and that go out
        n_paths = 3 if first else 7  # ways in which a pair can contribute to A
        n_scalars = N_SCALARS[correlation]
        n_vectors = 0 if last else N_VECTORS[correlation]

        # 1. A: one radial network, and one matrix for every kind of feature that comes in
        self.radial = perceptron(radial, channels, n_paths * channels)
        self.mix_neighbors = _matrices(n_in, channels)
        # 2. and 3. B: one matrix for each of l = 0, 1, 2, and the weight w of every product
        self.mix_basis = _matrices(3, channels)
        w_scalars = torch.randn(elements, n_scalars, channels) / 3
        w_vectors = torch.randn(elements, n_vectors, channels) / 3
        self.scalar_weights = nn.Parameter(w_scalars)
        self.vector_weights = nn.Parameter(w_vectors)
        # 4. U and S
        self.mix_message = _matrices(n_out, channels)
        keep = torch.randn(elements, channels, channels) / channels**0.5
        self.keep = nn.Parameter(keep)

    def forward(
        self,
        state: tuple[Tensor, ...],
        pairs: Pairs,
        graph: Graph,
        kind: Tensor,  # (N,)
    ) -> tuple[Tensor, ...]:
        """Scalars (N, C) and, but for the last layer, vectors (N, 3, C) of the next layer."""
        # 1. the atomic basis A
        A0, A1, A2 = self.atomic_basis(state, pairs, graph)
        A0 = self.mix_basis[0](A0)
        A1 = self.mix_basis[1](A1)
        A2 = self.mix_basis[2](A2)

        # 2. its products B
        scalars, vectors = products(A0, A1, A2)

        # 3. the message, and 4. the update, of the scalars
        weights = self.scalar_weights.index_select(0, kind)  # (N, B, C)
        n_products = weights.shape[1]
        B = torch.stack(scalars[:n_products], dim=1)
        combined = (weights * B).sum(dim=1)
        message = self.mix_message[0](combined)
        before = state[0][:, None]  # (N, 1, C)
        keep = self.keep.index_select(0, kind)  # (N, C, C)
        kept = torch.bmm(before, keep)[:, 0]
        h = message + kept
        if self.last:
            return (h,)

        # 3. and 4. of the vectors, of which nothing is kept
        weights = self.vector_weights.index_select(0, kind)[:, :, None]  # (N, B, 1, C)
        terms = []
        for weight, product in zip(weights.unbind(1), vectors, strict=False):
            terms.append(weight * product)  # (N, 3, C)
        message = self.mix_message[1](sum(terms))
        return h, message

    def atomic_basis(
        self,
        state: tuple[Tensor, ...],
        pairs: Pairs,
        graph: Graph,
    ) -> list[Tensor]:
        """A for l = 0, 1, 2: (N, C), (N, 3, C) and (N, 3, 3, C), symmetric and traceless."""
        R = self.radial(pairs.basis)
        R = R.unflatten(1, (-1, self.channels))
        R = R.unbind(1)  # 3 or 7 times (E, C)
        u = pairs.unit[:, :, None]  # (E, 3, 1)
        _, _, uu = traceless_tensors(pairs.unit)  # (E, 6)

        # What the neighbor's scalars give: R Y(r̂) h
        h = self.mix_neighbors[0](state[0])
        h = h.index_select(0, pairs.neighbor)  # (E, C)
        a0 = R[0] * h
        a1 = R[1] * h
        a2 = R[2] * h
        a2 = uu[:, :, None] * a2[:, None]  # (E, 6, C)
        A2 = as_matrix(graph.sum_to_center(a2))
        if self.first:
            a1 = u * a1[:, None]
            return [graph.sum_to_center(a0), graph.sum_to_center(a1), A2]

        # What its vectors give: v·r̂ is a scalar, v a vector, r̂ v a matrix
        v = self.mix_neighbors[1](state[1])
        v = v.index_select(0, pairs.neighbor)  # (E, 3, C)
        along = (u * v).sum(dim=1)  # (E, C)
        a0 = a0 + R[3] * along
        a1 = a1 + R[4] * along
        a1 = u * a1[:, None] + R[5][:, None] * v
        Rv = R[6][:, None] * v
        uv = u[:, :, None] * Rv[:, None]  # (E, 3, 3, C)
        A2 = A2 + traceless(graph.sum_to_center(uv))
        return [graph.sum_to_center(a0), graph.sum_to_center(a1), A2]


def products(
    a: Tensor,  # (N, C) scalar
    v: Tensor,  # (N, 3, C) vector
    M: Tensor,  # (N, 3, 3, C) matrix, symmetric and traceless
) -> tuple[list[Tensor], list[Tensor]]:
    """All independent scalars (N, C) and vectors (N, 3, C) of degree 1, 2, 3 in a, v and M.

    There are 1 + 3 + 5 scalars and 1 + 2 + 5 vectors, channel by channel.
    """
    # Scalars of degree 2, (N, C)
    aa = a * a
    vv = (v * v).sum(dim=1)
    MM = (M * M).sum(dim=(1, 2))

    # A matrix turns a vector into a vector, (N, 3, C)
    Mv = (M * v[:, None]).sum(dim=2)

    # Scalars of degree 3, (N, C); the determinant is a third of tr M³, since M has no trace
    vMv = (v * Mv).sum(dim=1)
    x, y, z = M.unbind(1)
    det = (torch.linalg.cross(x, y, dim=1) * z).sum(dim=1)

    # Vectors of degree 3, (N, 3, C)
    MMv = (M * Mv[:, None]).sum(dim=2)
    up = a[:, None]  # (N, 1, C)
    scalars = [
        a,
        aa,
        vv,
        MM,
        aa * a,
        a * vv,
        a * MM,
        vMv,
        det,
    ]
    vectors = [
        v,
        up * v,
        Mv,
        aa[:, None] * v,
        vv[:, None] * v,
        MM[:, None] * v,
        up * Mv,
        MMv,
    ]
    return scalars, vectors


def _matrices(number: int, channels: int) -> nn.ModuleList:
    """So many matrices (C, C)."""
    made = [linear(channels, channels) for _ in range(number)]
    return nn.ModuleList(made)


def as_matrix(six: Tensor) -> Tensor:  # (N, 6, C) -> (N, 3, 3, C)
    """The symmetric matrices whose six numbers `angular.traceless_tensors` lists."""
    xx, yy, zz = six[:, :3].unbind(1)
    off_diagonal = six[:, 3:] / 2**0.5
    xy, yz, zx = off_diagonal.unbind(1)
    rows = [
        *(xx, xy, zx),
        *(xy, yy, yz),
        *(zx, yz, zz),
    ]
    return torch.stack(rows, dim=1).unflatten(1, (3, 3))


def traceless(matrix: Tensor) -> Tensor:  # (N, 3, 3, C) -> (N, 3, 3, C)
    """The symmetric part without its trace."""
    symmetric = (matrix + matrix.transpose(1, 2)) / 2
    diagonal = torch.diagonal(matrix, dim1=1, dim2=2)  # (N, C, 3)
    third = diagonal.mean(dim=-1)  # (N, C) of the trace
    unit = torch.eye(3).to(matrix)[:, :, None]
    return symmetric - third[:, None, None] * unit
