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

# Four Gaussians of growing sharpness on the atom itself, then four sharp ones on shells around it.
RADIAL = (
    (0.05, 0.0),
    (0.5, 0.0),
    (1.0, 0.0),
    (4.0, 0.0),
    (4.0, 1.0),
    (4.0, 1.5),
    (4.0, 2.0),
    (4.0, 3.0),
)
# Wide in distance (η = 0.01 Å⁻²), with a peak at 180° (λ = -1) or 0° (λ = 1) that sharpens with ζ
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

    g2: Tensor  # (len(g2), 2) η, r_s
    g4: Tensor  # (len(g4), 3) η, ζ, λ

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        g2: Sequence[tuple[float, float]] = RADIAL,
        g4: Sequence[tuple[float, float, float]] = ANGULAR,
    ):
        super().__init__(elements, cutoff)
        self.settings |= {
            "g2": [list(row) for row in g2],
            "g4": [list(row) for row in g4],
        }
        n_elements = len(self.elements)
        self.couples = n_elements * (n_elements + 1) // 2  # unordered pairs of elements

        n_radial = n_elements * (1 + len(g2))
        n_angular = self.couples * len(g4)
        self.size = n_radial + n_angular

        radial = _table(g2, 2)
        angular = _table(g4, 3)
        self.register_buffer("g2", radial, persistent=False)
        self.register_buffer("g4", angular, persistent=False)

    def forward(self, graph: Graph) -> Tensor:  # (N, D)
        """Features (N, D); raises ValueError for an element the descriptor was not made for."""
        vectors = graph.vectors
        first, second = graph.triples  # (T,) each: pairs that share a center
        element, couple = self._blocks(graph)

        # 1, 2: what each pair adds, in a block for the neighbor's element
        terms = self.radial_terms(vectors)
        radial = _added_up(
            terms,
            graph.center,
            element,
            len(self.elements),
            graph,
        )

        # 3: what two pairs of one center add, in a block for their two elements
        terms = self.angular_terms(vectors[first], vectors[second])
        angular = _added_up(
            terms,
            graph.center[first],
            couple,
            self.couples,
            graph,
        )
        return torch.cat([radial, angular], dim=1)

    def radial_terms(self, vectors: Tensor) -> Tensor:  # (E, 3) Å -> (E, 1 + len(g2))
        """What one neighbor adds to G1 and every G2."""
        r = vectors.norm(dim=1)

        # 1. G1
        fading = cosine_cutoff(r, self.cutoff)
        g1 = fading[:, None]  # (E, 1)

        # 2. G2
        eta, shift = self.g2.to(r).T
        g2 = gaussians(r, eta, shift) * g1
        return torch.cat([g1, g2], dim=1)

    def angular_terms(
        self,
        first: Tensor,  # (T, 3) Å
        second: Tensor,  # (T, 3) Å
    ) -> Tensor:  # (T, len(g4))
        """What one couple of neighbors adds to every G4."""
        # The sides of the triangle, (T,) each
        a = first.norm(dim=1)
        b = second.norm(dim=1)
        opposite = first - second
        c = opposite.norm(dim=1)

        # 2^(1-ζ) (1 + λ cos θ)^ζ = 2 [(1 + λ cos θ) / 2]^ζ; rounding may bring the base below zero
        eta, zeta, lam = self.g4.to(a).T
        dot = (first * second).sum(dim=1)
        cosine = dot / (a * b)
        base = 0.5 * (1 + lam * cosine[:, None])
        angle = 2 * base.clamp(min=0) ** zeta  # (T, K)

        squares = a**2 + b**2 + c**2
        decay = torch.exp(-eta * squares[:, None])  # (T, K)

        smooth = cosine_cutoff(a, self.cutoff)
        smooth = smooth * cosine_cutoff(b, self.cutoff)
        smooth = smooth * cosine_cutoff(c, self.cutoff)
        return angle * decay * smooth[:, None]

    def jacobian(self, graph: Graph) -> Tensor:  # (E, 3, D)
        """∂(features of the center)/∂(pair vector), Å⁻¹.

        It is computed term by term, since `forward` is a sum of terms.
        """
        vectors = graph.vectors.detach()
        n_pairs = len(vectors)
        n_elements = len(self.elements)
        n_couples = self.couples
        first, second = graph.triples
        element, couple = self._blocks(graph)

        # A pair's vector enters its own radial terms, which stand in one block.
        (slope,) = _slopes(self.radial_terms, vectors)  # (E, 3, 1 + len(g2))
        shape = slope.shape[1:]
        radial = vectors.new_zeros(n_pairs, n_elements, *shape)
        every_pair = torch.arange(n_pairs)
        radial[every_pair, element] = slope

        # It enters the angular terms of every triple that it is the first or the second of.
        of_first, of_second = _slopes(
            self.angular_terms,
            vectors[first],
            vectors[second],
        )
        shape = of_first.shape[1:]  # 3, len(g4)
        angular = vectors.new_zeros(n_pairs * n_couples, *shape)
        angular.index_add_(0, first * n_couples + couple, of_first)
        angular.index_add_(0, second * n_couples + couple, of_second)
        angular = angular.view(n_pairs, n_couples, *shape)

        # (E, blocks, 3, K) -> (E, 3, blocks · K)
        radial = radial.transpose(1, 2)
        angular = angular.transpose(1, 2)
        parts = [radial.flatten(2), angular.flatten(2)]
        return torch.cat(parts, dim=2)

    def _blocks(self, graph: Graph) -> tuple[Tensor, Tensor]:
        """The element of every pair's neighbor (E,), and the couple of every triple's two (T,)."""
        kind = self.kind(graph.species)  # (N,)
        element = kind[graph.neighbor]

        # Couples run along the rows of a lower triangle: which of the two comes first is no matter.
        first, second = graph.triples
        one = element[first]
        other = element[second]
        high = torch.maximum(one, other)
        low = torch.minimum(one, other)
        couple = high * (high + 1) // 2 + low
        return element, couple


def _table(rows: Sequence[tuple], columns: int) -> Tensor:
    """(K, columns), also if there are no rows."""
    table = torch.tensor(rows, dtype=torch.float64)
    return table.reshape(-1, columns)


def _added_up(
    terms: Tensor,  # (M, K)
    center: Tensor,  # (M,)
    block: Tensor,  # (M,)
    blocks: int,
    graph: Graph,
) -> Tensor:  # (N, blocks · K)
    """Terms added up on their center, apart for every block."""
    n_atoms = len(graph.species)
    place = center * blocks + block
    n_rows = n_atoms * blocks
    n_columns = terms.shape[1]
    total = terms.new_zeros(n_rows, n_columns)
    total = total.index_add(0, place, terms)
    return total.view(n_atoms, -1)


def _slopes(terms: Callable, *vectors: Tensor) -> list[Tensor]:
    """Derivative (M, 3, K) of `terms` (M, K) with respect to each of its `vectors` (M, 3)."""
    inputs = [v.detach().requires_grad_() for v in vectors]
    values = terms(*inputs)

    # Each row depends on its own vectors only, so a sum over rows keeps their derivatives apart.
    by_column = []
    for column in values.unbind(dim=1):
        total = column.sum()
        slope = torch.autograd.grad(total, inputs, retain_graph=True)  # (M, 3) for each input
        by_column.append(slope)

    by_input = zip(*by_column, strict=True)
    return [torch.stack(columns, dim=2) for columns in by_input]
