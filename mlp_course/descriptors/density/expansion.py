"""The neighbour density in a basis of radial functions and spherical harmonics.

    A_i,snlm = Σ_j [Z_j = s] R_nl(r_ij) Y_lm(r̂_ij)

A sum over neighbours, so their order plays no part; it turns with the atoms, so descriptors are
products of it that do not. No pair of neighbours is ever listed: the cost grows with the number of
neighbours, not with its square.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from mlp_course.angular import spherical_harmonics
from mlp_course.elements import ElementModel
from mlp_course.graph import Graph
from mlp_course.radial import bessel_basis, polynomial_cutoff


class NeighborDensity(ElementModel):
    """The coefficients A of every atom's neighbours, for S elements and l = 0 … `l_max`.

    K = S n_max channels for each l and m; `cutoff` in Å. The radial functions are spherical Bessel
    functions of order zero times a smooth cutoff, the same for every l (orthogonal, and no widths
    to choose): J. Gasteiger et al., arXiv:2003.03123 (2020), Eqs. 7 and 8. A subclass may have
    others.
    """

    degree: Tensor  # (M,) the l of every lm

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        n_max: int,
        l_max: int,
    ):
        super().__init__(elements, cutoff)
        self.settings |= {
            "n_max": n_max,
            "l_max": l_max,
        }
        self.n_max = n_max
        self.l_max = l_max
        self.channels = len(self.elements) * n_max

        # There are 2l + 1 harmonics of degree l.
        degrees = torch.arange(l_max + 1)
        sizes = 2 * degrees + 1
        degree = degrees.repeat_interleave(sizes)
        self.register_buffer("degree", degree, persistent=False)

    def radial(self, r: Tensor) -> Tensor:  # (E,) Å -> (E, l_max + 1, n_max)
        """R_nl(r), which vanishes smoothly at the cutoff."""
        basis = bessel_basis(r, self.cutoff, self.n_max)  # (E, n_max)
        fading = polynomial_cutoff(r, self.cutoff)  # (E,)
        basis = basis * fading[:, None]

        # The same functions for every l
        n_degrees = self.l_max + 1
        of_each_degree = basis[:, None, :]
        return of_each_degree.expand(-1, n_degrees, -1)

    def density(self, graph: Graph) -> Tensor:  # (N, M, K)
        """A of every atom (N, M, K).

        There are M = (l_max + 1)² harmonics and K channels (element, then radial function).
        """
        # What every pair contributes
        Y = spherical_harmonics(graph.vectors, self.l_max)  # (E, M)
        R = self.radial(graph.distances)  # (E, l_max + 1, n_max)
        R = R.index_select(1, self.degree)  # (E, M, n_max)
        terms = R * Y[:, :, None]

        # A row for every atom and every element that its neighbors can have
        n_atoms = len(graph.species)
        n_elements = len(self.elements)
        kind = self.kind(graph.species)  # (N,)
        element = kind[graph.neighbor]  # (E,)
        row = graph.center * n_elements + element
        n_rows = n_atoms * n_elements
        shape = terms.shape[1:]  # M, n_max
        A = R.new_zeros(n_rows, *shape)
        A = A.index_add(0, row, terms)

        # Element and radial function make up a channel, and stand side by side.
        A = A.unflatten(0, (n_atoms, n_elements))  # (N, S, M, n_max)
        A = A.transpose(1, 2)  # (N, M, S, n_max)
        return A.flatten(2)

    def by_degree(self, coefficients: Tensor) -> list[Tensor]:
        """The coefficients (N, M, K) of each l apart, (N, 2l + 1, K)."""
        degrees = range(self.l_max + 1)
        sizes = [2 * degree + 1 for degree in degrees]
        parts = coefficients.split(sizes, dim=1)
        return list(parts)
