"""Atom-centred symmetry functions: what surrounds an atom, in distances and angles.

Reference: J. Behler, J. Chem. Phys. 134, 074106 (2011). Names and order are DScribe's: per
neighbor element G1 and every G2, then per unordered pair of elements every G4. DScribe counts each
pair of neighbors once; so do we.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from mlp_course.elements import ElementModel
from mlp_course.graph import Graph
from mlp_course.radial import cosine_cutoff, gaussians

RADIAL = tuple((eta, 0.0) for eta in (0.05, 0.5, 1.0, 4.0)) + tuple(
    (4.0, shift) for shift in (1.0, 1.5, 2.0, 3.0)
)
ANGULAR = tuple((0.01, zeta, lam) for zeta in (1, 2, 4, 8) for lam in (-1, 1))


class ACSF(ElementModel):
    """Symmetry functions G1, G2 and G4 of every atom.

    1. G1 = Σ_j f_c(r_ij)                                                      (Eq. 5)
    2. G2 = Σ_j exp(-η (r_ij - r_s)²) f_c(r_ij)                                (Eq. 6)
    3. G4 = 2^(1-ζ) Σ_{j<k} (1 + λ cos θ_jik)^ζ exp(-η (r_ij² + r_ik² + r_jk²))
            f_c(r_ij) f_c(r_ik) f_c(r_jk)                                      (Eq. 8)

    `g2` holds (η in Å⁻², r_s in Å), `g4` holds (η in Å⁻², ζ, λ); `cutoff` in Å. S elements give
    D = S (1 + len(g2)) + ½ S (S + 1) len(g4) features.
    """

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        g2: Sequence[tuple[float, float]] = RADIAL,
        g4: Sequence[tuple[float, float, float]] = ANGULAR,
    ):
        super().__init__(elements, cutoff)
        n = len(self.elements)
        self.couples = n * (n + 1) // 2  # unordered pairs of elements
        self.size = n * (1 + len(g2)) + self.couples * len(g4)
        self.register_buffer(
            "g2", torch.tensor(g2, dtype=torch.float64).reshape(-1, 2), persistent=False
        )
        self.register_buffer(
            "g4", torch.tensor(g4, dtype=torch.float64).reshape(-1, 3), persistent=False
        )

    def forward(self, graph: Graph) -> Tensor:  # (N, D)
        """Features (N, D); raises ValueError for an element the descriptor was not made for."""
        v, (p, q) = graph.vectors, graph.triples
        element, couple = self._blocks(graph)
        radial = _sum_to_block(
            self.radial_terms(v), graph.center, element, graph, len(self.elements)
        )
        angular = _sum_to_block(
            self.angular_terms(v[p], v[q]), graph.center[p], couple, graph, self.couples
        )
        return torch.cat([radial, angular], dim=1)

    def radial_terms(self, vectors: Tensor) -> Tensor:  # (E, 3) Å -> (E, 1 + len(g2))
        """What one neighbor adds to G1 and every G2."""
        r = vectors.norm(dim=1)
        eta, shift = self.g2.to(r).T
        fc = cosine_cutoff(r, self.cutoff)[:, None]  # (E, 1)
        return torch.cat([fc, gaussians(r, eta, shift) * fc], dim=1)

    def angular_terms(
        self, first: Tensor, second: Tensor
    ) -> Tensor:  # (T, 3), (T, 3) Å -> (T, len(g4))
        """What one couple of neighbors adds to every G4."""
        a, b, c = (
            first.norm(dim=1),
            second.norm(dim=1),
            (first - second).norm(dim=1),
        )  # (T,) sides of the triangle
        eta, zeta, lam = self.g4.to(a).T
        cosine = (first * second).sum(dim=1) / (a * b)  # (T,)
        angle = 2 * (0.5 * (1 + lam * cosine[:, None])).clamp(min=0) ** zeta  # (T, K)
        decay = torch.exp(-eta * (a**2 + b**2 + c**2)[:, None])  # (T, K)
        smooth = (
            cosine_cutoff(a, self.cutoff)
            * cosine_cutoff(b, self.cutoff)
            * cosine_cutoff(c, self.cutoff)
        )
        return angle * decay * smooth[:, None]

    def jacobian(self, graph: Graph) -> Tensor:  # (E, 3, D)
        """∂(features of the center)/∂(pair vector), Å⁻¹, term by term: `forward` is a sum of terms."""
        v, (p, q) = graph.vectors.detach(), graph.triples
        element, couple = self._blocks(graph)
        (radial,) = _slopes(self.radial_terms, v)  # (E, 3, 1 + K2)
        out_r = v.new_zeros(len(v), len(self.elements), *radial.shape[1:])
        out_r[torch.arange(len(v)), element] = radial
        of_p, of_q = _slopes(self.angular_terms, v[p], v[q])  # (T, 3, K4) each
        out_a = v.new_zeros(len(v) * self.couples, *of_p.shape[1:])
        out_a.index_add_(0, p * self.couples + couple, of_p).index_add_(
            0, q * self.couples + couple, of_q
        )
        out_a = out_a.view(len(v), self.couples, *of_p.shape[1:])
        return torch.cat([out.transpose(1, 2).flatten(2) for out in (out_r, out_a)], dim=2)

    def _blocks(self, graph: Graph) -> tuple[Tensor, Tensor]:
        """Which element every pair's neighbor is (E,), which couple every triple's two neighbors are (T,)."""
        element = self.kind(graph.species)[graph.neighbor]
        first, second = (element[side] for side in graph.triples)
        high, low = torch.maximum(first, second), torch.minimum(first, second)
        return element, high * (high + 1) // 2 + low


def _sum_to_block(
    terms: Tensor, center: Tensor, block: Tensor, graph: Graph, blocks: int
) -> Tensor:
    """(M, K) terms -> (N, blocks · K): added up on their center, apart for every block."""
    n_atoms = len(graph.species)
    out = terms.new_zeros(n_atoms * blocks, terms.shape[1]).index_add(
        0, center * blocks + block, terms
    )
    return out.view(n_atoms, -1)


def _slopes(terms: Callable, *vectors: Tensor) -> list[Tensor]:
    """Derivative (M, 3, K) of `terms` (M, K) with respect to each of its `vectors` (M, 3)."""
    vectors = [v.detach().requires_grad_() for v in vectors]
    columns = terms(*vectors).unbind(dim=1)
    slopes = [torch.autograd.grad(column.sum(), vectors, retain_graph=True) for column in columns]
    return [torch.stack(slope, dim=2) for slope in zip(*slopes, strict=True)]
