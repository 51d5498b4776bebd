"""A Gaussian approximation potential: atoms are compared with a few known ones, and the comparison knows its doubt.

    E_i = E0_Z + Σ_s w_s k(q_i, q_s),    k(q, q') = (q · q')^ζ between atoms of one element, q = p/|p|,

p the SOAP vector of an atom and s one of M sparse atoms. A. P. Bartók, M. C. Payne, R. Kondor, G. Csányi, Phys. Rev.
Lett. 104, 136403 (2010); V. L. Deringer et al., Chem. Rev. 121, 10073 (2021); how the system is solved:
L. Foster et al., J. Mach. Learn. Res. 10, 857 (2009).
"""

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph, split
from mlp_course.potentials.closed_form.least_squares import least_squares
from mlp_course.potentials.scales import reference_energies

JITTER = 1e-10  # added to the diagonal of a kernel matrix, whose rounding errors could make it indefinite


class SparseGP(nn.Module):
    """Gaussian-process regression of atomic energies with variance `amplitude`² (eV²) around E0, on M sparse atoms.

    `descriptor` must not vanish for an atom alone, as SOAP does not. `choose` picks the sparse atoms, `fit` the w.
    """

    def __init__(self, descriptor: nn.Module, *, zeta: float = 4, amplitude: float = 1.0):
        super().__init__()
        self.descriptor, self.cutoff, self.elements = (
            descriptor,
            descriptor.cutoff,
            descriptor.elements,
        )
        self.zeta, self.amplitude = zeta, amplitude
        self.weights = nn.Parameter(torch.zeros(0, dtype=torch.float64))  # (M,) eV
        self.register_buffer(
            "reference", torch.zeros(len(self.elements), dtype=torch.float64)
        )  # (elements,) eV
        self.register_buffer(
            "sparse", torch.zeros(0, descriptor.size, dtype=torch.float64)
        )  # (M, D) unit vectors
        self.register_buffer("sparse_kind", torch.zeros(0, dtype=torch.int64))  # (M,)
        self.register_buffer(
            "prior", torch.zeros(0, 0, dtype=torch.float64)
        )  # (M, M) upper R, RᵀR = K_MM
        self.register_buffer(
            "root", torch.zeros(0, 0, dtype=torch.float64)
        )  # (M, M) upper, of the fitted system, 1/eV

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        return self.reference[self._kind(graph)] + self.basis(graph) @ self.weights

    def basis(self, graph: Graph) -> Tensor:  # (N, M)
        """The kernel of every atom with every sparse atom, 0 between different elements."""
        return self.kernel(self.directions(graph), self._kind(graph), self.sparse, self.sparse_kind)

    def directions(self, graph: Graph) -> Tensor:  # (N, D)
        """Descriptors as unit vectors q."""
        p = self.descriptor(graph)
        return p / p.norm(dim=1, keepdim=True)

    def kernel(
        self, q: Tensor, kind: Tensor, other: Tensor, other_kind: Tensor
    ) -> Tensor:  # (A, B)
        """(q · q')^ζ of (A, D) with (B, D) unit vectors, 0 between different elements (A,), (B,)."""
        return (q @ other.T) ** self.zeta * (kind[:, None] == other_kind).to(q)

    def choose(self, graph: Graph, per_element: int) -> None:
        """Make the `per_element` most different atoms of each element sparse, by farthest point sampling; w = 0."""
        with torch.no_grad():
            q, kind = self.directions(graph), self._kind(graph)
        own = [torch.nonzero(kind == k)[:, 0] for k in torch.unique(kind).tolist()]
        chosen = torch.cat([atoms[farthest_points(q[atoms], per_element)] for atoms in own])
        self.sparse, self.sparse_kind = q[chosen], kind[chosen]
        self.weights = nn.Parameter(torch.zeros(len(chosen), dtype=torch.float64))
        among = self.kernel(self.sparse, self.sparse_kind, self.sparse, self.sparse_kind)
        self.root = torch.zeros(0, 0, dtype=torch.float64)
        self.prior = torch.linalg.cholesky(
            among + JITTER * torch.eye(len(chosen)).double(), upper=True
        )

    def fit(
        self,
        graph: Graph,
        energy: Tensor,
        forces: Tensor,
        *,
        energy_noise: float = 0.02,
        force_noise: float = 0.1,
    ) -> None:
        """Set E0 and w from S structures with `energy` (S,) in eV and `forces` (N, 3) in eV/Å, known up to the noise.

        Minimises Σ (ΔE/σ_E)² + Σ |ΔF/σ_F|² + wᵀ K_MM w / amplitude².
        Raises ValueError before `choose`, and for a noise that is not positive.
        """
        if len(self.sparse) == 0:
            raise ValueError("there are no sparse atoms to compare with: call choose() first.")
        if energy_noise <= 0 or force_noise <= 0:
            raise ValueError(
                f"the noise must be positive, got {energy_noise} eV and {force_noise} eV/Å."
            )
        reference, rest = reference_energies(graph, self._kind(graph), len(self.elements), energy)
        self.reference.copy_(reference)
        weights = (
            torch.full_like(energy, 1 / energy_noise),
            forces.new_full((len(forces),), 1 / force_noise),
        )
        w, self.root = least_squares(
            self.basis, graph, (rest, forces), weights, self.prior / self.amplitude
        )
        self.weights.data.copy_(w)

    def variance(self, graph: Graph) -> Tensor:  # (S,) eV²
        """How uncertain every structure's energy is, without the noise of a label.

        amplitude² (k_xx - k_xM K_MM⁻¹ k_Mx) + k_xM (RᵀR)⁻¹ k_Mx, with RᵀR the matrix of the fitted system. Where
        nothing is known amplitude² k_xx is left. J. Quiñonero-Candela, C. E. Rasmussen, J. Mach. Learn. Res. 6, 1939
        (2005). Raises ValueError before `fit`.
        """
        if self.root.shape != self.prior.shape or not len(self.root):
            raise ValueError(
                "there is no variance before the potential was fitted: call fit() first."
            )
        with torch.no_grad():
            parts = [(self.directions(g), self._kind(g)) for g in split(graph)]
            known = graph.sum_to_structure(self.basis(graph)).T  # (M, S)
        alone = torch.stack([self.kernel(q, kind, q, kind).sum() for q, kind in parts])  # (S,)
        explained = (
            torch.linalg.solve_triangular(self.prior.T, known, upper=False).square().sum(dim=0)
        )
        doubt = torch.linalg.solve_triangular(self.root.T, known, upper=False).square().sum(dim=0)
        return self.amplitude**2 * (alone - explained).clamp(min=0) + doubt

    def _kind(self, graph: Graph) -> Tensor:  # (N,)
        return self.descriptor.kind(graph.species)


def farthest_points(points: Tensor, n: int) -> Tensor:
    """Indices (n,) of points (A, D): the first one, then again and again the one farthest from all that are chosen.

    Fewer if there are fewer different points.

    >>> farthest_points(torch.tensor([[0.0], [1.0], [9.0], [4.0]]), 3).tolist()
    [0, 2, 3]
    """
    chosen, distance = (
        [0],
        (points - points[0]).square().sum(dim=1),
    )  # (A,) squared, to the nearest chosen one
    while len(chosen) < n and distance.max() > 1e-12:
        chosen.append(int(distance.argmax()))
        distance = torch.minimum(distance, (points - points[chosen[-1]]).square().sum(dim=1))
    return torch.tensor(chosen)
