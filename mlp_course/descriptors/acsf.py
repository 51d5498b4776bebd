"""Atom-centred symmetry functions: what surrounds an atom, in distances and angles.

Reference: J. Behler, J. Chem. Phys. 134, 074106 (2011). Names and order are DScribe's: per
neighbor element G1 and every G2, then per unordered pair of elements every G4. DScribe counts each
pair of neighbors once; so do we.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph
from mlp_course.radial import cosine_cutoff, gaussians

RADIAL = tuple((eta, 0.0) for eta in (0.05, 0.5, 1.0, 4.0)) + tuple((4.0, shift) for shift in (1.0, 1.5, 2.0, 3.0))
ANGULAR = tuple((0.01, zeta, lam) for zeta in (1, 2, 4, 8) for lam in (-1, 1))


class ACSF(nn.Module):
    """Symmetry functions G1, G2 and G4 of every atom.

    1. G1 = Σ_j f_c(r_ij)                                                      (Eq. 5)
    2. G2 = Σ_j exp(-η (r_ij - r_s)²) f_c(r_ij)                                (Eq. 6)
    3. G4 = 2^(1-ζ) Σ_{j<k} (1 + λ cos θ_jik)^ζ exp(-η (r_ij² + r_ik² + r_jk²))
            f_c(r_ij) f_c(r_ik) f_c(r_jk)                                      (Eq. 8)

    `g2` holds (η in Å⁻², r_s in Å), `g4` holds (η in Å⁻², ζ, λ); `cutoff` in Å.
    """

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        g2: Sequence[tuple[float, float]] = RADIAL,
        g4: Sequence[tuple[float, float, float]] = ANGULAR,
    ):
        super().__init__()
        self.elements, self.cutoff = sorted(set(elements)), float(cutoff)
        n = len(self.elements)
        self.size = n * (1 + len(g2)) + n * (n + 1) // 2 * len(g4)
        lookup = torch.full((120,), -1)
        lookup[self.elements] = torch.arange(n)
        self.register_buffer("lookup", lookup, persistent=False)
        self.register_buffer("g2", torch.tensor(g2, dtype=torch.float64).reshape(-1, 2), persistent=False)
        self.register_buffer("g4", torch.tensor(g4, dtype=torch.float64).reshape(-1, 3), persistent=False)

    def forward(self, graph: Graph) -> Tensor:  # (N, D)
        """Features (N, D); raises ValueError for an element the descriptor was not made for."""
        kind = self.lookup[graph.species]  # (N,) position in `elements`
        if (kind < 0).any():
            raise ValueError(f"atomic number {int(graph.species[kind < 0][0])} is not one of {self.elements}.")
        return torch.cat([self.radial(graph, kind), self.angular(graph, kind)], dim=1)

    def radial(self, graph: Graph, kind: Tensor) -> Tensor:  # (N, S (1 + K2))
        """G1 and G2, one block for every element of the neighbor."""
        r = graph.distances
        fc = cosine_cutoff(r, self.cutoff)[:, None]  # (E, 1)
        eta, shift = self.g2.to(r).T
        per_pair = torch.cat([fc, gaussians(r, eta, shift) * fc], dim=1)  # (E, 1 + K2)
        blocks = len(self.elements)
        return _sum_to_block(per_pair, graph.center * blocks + kind[graph.neighbor], len(kind), blocks)

    def angular(self, graph: Graph, kind: Tensor) -> Tensor:  # (N, S (S + 1) / 2 K4)
        """G4, one block for every unordered pair of elements of the two neighbors."""
        p, q = graph.triples  # (T,) each
        r, fc = graph.distances, cosine_cutoff(graph.distances, self.cutoff)
        opposite = (graph.vectors[p] - graph.vectors[q]).norm(dim=1)  # (T,) r_jk
        cosine = (graph.vectors[p] * graph.vectors[q]).sum(dim=1) / (r[p] * r[q])  # (T,)
        smooth = fc[p] * fc[q] * cosine_cutoff(opposite, self.cutoff)  # (T,)
        squares = r[p] ** 2 + r[q] ** 2 + opposite**2  # (T,)
        eta, zeta, lam = self.g4.to(r).T
        angle = 2 * (0.5 * (1 + lam * cosine[:, None])).clamp(min=0) ** zeta  # (T, K4)
        per_triple = angle * torch.exp(-eta * squares[:, None]) * smooth[:, None]  # (T, K4)
        first, second = kind[graph.neighbor[p]], kind[graph.neighbor[q]]
        high, low = torch.maximum(first, second), torch.minimum(first, second)
        blocks = len(self.elements) * (len(self.elements) + 1) // 2
        block = graph.center[p] * blocks + high * (high + 1) // 2 + low
        return _sum_to_block(per_triple, block, len(kind), blocks)


def _sum_to_block(values: Tensor, row: Tensor, n_atoms: int, blocks: int) -> Tensor:  # (M, K) -> (N, blocks K)
    out = values.new_zeros(n_atoms * blocks, values.shape[1])
    return out.index_add(0, row, values).view(n_atoms, -1)
