"""A Gaussian approximation potential: atoms are compared with a few known ones.

    1. q = p/|p|                         p the SOAP vector of an atom
    2. k(q, q') = (q · q')^ζ             between atoms of one element, else 0
    3. E_i = E0_Z + Σ_s w_s k(q_i, q_s)  s one of M sparse atoms

The comparison knows its doubt. A. P. Bartók, M. C. Payne, R. Kondor, G. Csányi, Phys. Rev. Lett.
104, 136403 (2010); V. L. Deringer et al., Chem. Rev. 121, 10073 (2021); how the system is solved:
L. Foster et al., J. Mach. Learn. Res. 10, 857 (2009).
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from mlp_course.descriptors import Descriptor
from mlp_course.graph import Graph, split
from mlp_course.potentials.closed_form.least_squares import expect_numbers, least_squares
from mlp_course.potentials.on_descriptor import DescriptorModel
from mlp_course.potentials.scales import reference_energies

# Added to the diagonal of a kernel matrix, whose rounding errors could make it indefinite
JITTER = 1e-10


class SparseGP(DescriptorModel):
    """Gaussian-process regression of atomic energies around E0, on M sparse atoms.

    The energies have the variance `amplitude`² (eV²). `descriptor` must not vanish for an atom
    alone, as SOAP does not. `choose` picks the sparse atoms, `fit` the w.
    """

    reference: Tensor  # (elements,) eV
    sparse: Tensor  # (M, D) unit vectors
    sparse_kind: Tensor  # (M,)
    prior: Tensor  # (M, M) upper R, RᵀR = K_MM
    root: Tensor  # (M, M) upper, of the fitted system, 1/eV

    def __init__(
        self,
        descriptor: Descriptor,
        *,
        zeta: float = 4,
        amplitude: float = 1.0,  # eV
    ):
        super().__init__(descriptor, zeta=zeta, amplitude=amplitude)
        self.zeta = zeta
        self.amplitude = amplitude

        # Empty until `choose` is called: there are M = 0 sparse atoms.
        self.weights = nn.Parameter(_zeros(0))  # (M,) eV
        self.register_buffer("reference", _zeros(len(self.elements)))
        self.register_buffer("sparse", _zeros(0, descriptor.size))
        self.register_buffer("sparse_kind", torch.zeros(0, dtype=torch.int64))
        self.register_buffer("prior", _zeros(0, 0))
        self.register_buffer("root", _zeros(0, 0))

    def load_state_dict(
        self,
        state_dict: Mapping[str, Any],
        strict: bool = True,
        assign: bool = False,
    ) -> Any:
        """As torch does it, with room for as many sparse atoms as the state has."""
        self.weights = nn.Parameter(torch.zeros_like(state_dict["weights"]))
        for name in ("sparse", "sparse_kind", "prior", "root"):
            setattr(self, name, torch.zeros_like(state_dict[name]))
        return super().load_state_dict(state_dict, strict, assign)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        kind = self.kind(graph.species)
        return self.reference[kind] + self.basis(graph) @ self.weights

    def basis(self, graph: Graph) -> Tensor:  # (N, M)
        """The kernel of every atom with every sparse atom, 0 between different elements."""
        q = self.directions(graph)
        kind = self.kind(graph.species)
        return self.kernel(q, kind, self.sparse, self.sparse_kind)

    def directions(self, graph: Graph) -> Tensor:  # (N, D)
        """Descriptors as unit vectors q."""
        p = self.descriptor(graph)
        return p / p.norm(dim=1, keepdim=True)

    def kernel(
        self,
        q: Tensor,  # (A, D) unit vectors
        kind: Tensor,  # (A,) their elements
        other: Tensor,  # (B, D)
        other_kind: Tensor,  # (B,)
    ) -> Tensor:  # (A, B)
        """(q · q')^ζ of all couples, 0 between different elements."""
        alike = (q @ other.T) ** self.zeta
        same_element = kind[:, None] == other_kind
        return alike * same_element.to(q)

    def choose(self, graph: Graph, per_element: int) -> None:
        """Make the `per_element` most different atoms of each element sparse; w = 0.

        They are found by farthest point sampling.
        """
        with torch.no_grad():
            q = self.directions(graph)
            kind = self.kind(graph.species)
        chosen = []
        for k in torch.unique(kind).tolist():
            (atoms,) = torch.nonzero(kind == k, as_tuple=True)
            picked = farthest_points(q[atoms], per_element)
            chosen.append(atoms[picked])
        sparse = torch.cat(chosen)
        self.sparse = q[sparse]
        self.sparse_kind = kind[sparse]

        # Nothing is fitted yet, and what was fitted to other sparse atoms is forgotten.
        self.weights = nn.Parameter(_zeros(len(sparse)))
        self.root = _zeros(0, 0)

        K = self.kernel(self.sparse, self.sparse_kind, self.sparse, self.sparse_kind)
        unit = torch.eye(len(sparse)).double()
        self.prior = torch.linalg.cholesky(K + JITTER * unit, upper=True)

    def fit(
        self,
        graph: Graph,
        energy: Tensor,  # (S,) eV
        forces: Tensor,  # (N, 3) eV/Å
        *,
        energy_noise: float = 0.02,  # eV
        force_noise: float = 0.1,  # eV/Å
    ) -> None:
        """Set E0 and w from S structures with `energy` (S,) in eV and `forces` (N, 3) in eV/Å.

        Both are known up to the noise. Minimises

            Σ (ΔE/σ_E)² + Σ |ΔF/σ_F|² + wᵀ K_MM w / amplitude².

        Raises ValueError before `choose`, for a noise that is not positive, and for labels that
        are no numbers.
        """
        if len(self.sparse) == 0:
            raise ValueError("there are no sparse atoms to compare with: call choose() first.")
        if energy_noise <= 0 or force_noise <= 0:
            raise ValueError(
                f"the noise must be positive, got {energy_noise} eV and {force_noise} eV/Å."
            )
        expect_numbers(graph, energy, forces)
        kind = self.kind(graph.species)
        n_elements = len(self.elements)
        reference, rest = reference_energies(graph, kind, n_elements, energy)
        self.reference.copy_(reference)

        energy_weight = torch.full_like(energy, 1 / energy_noise)
        n_atoms = len(forces)
        force_weight = forces.new_full((n_atoms,), 1 / force_noise)
        w, self.root = least_squares(
            self.basis,
            graph,
            labels=(rest, forces),
            weights=(energy_weight, force_weight),
            prior=self.prior / self.amplitude,
        )
        self.weights.data.copy_(w)

    def variance(self, graph: Graph) -> Tensor:  # (S,) eV²
        """How uncertain every structure's energy is, without the noise of a label.

        amplitude² (k_xx - k_xM K_MM⁻¹ k_Mx) + k_xM (RᵀR)⁻¹ k_Mx, with RᵀR the matrix of the fitted
        system. Where nothing is known amplitude² k_xx is left. J. Quiñonero-Candela,
        C. E. Rasmussen, J. Mach. Learn. Res. 6, 1939 (2005). Raises ValueError before `fit`.
        """
        if self.root.shape != self.prior.shape or not len(self.root):
            raise ValueError(
                "there is no variance before the potential was fitted: call fit() first."
            )
        with torch.no_grad():
            structures = split(graph)
            alone = torch.stack([self._k_xx(one) for one in structures])  # (S,)
            k_xM = graph.sum_to_structure(self.basis(graph))  # (S, M)
        k_Mx = k_xM.T
        explained = _inverse_form(self.prior, k_Mx)  # (S,)
        doubt = _inverse_form(self.root, k_Mx)
        # What is left of the prior's variance; rounding may bring it below zero
        unexplained = (alone - explained).clamp(min=0)
        return self.amplitude**2 * unexplained + doubt

    def _k_xx(self, graph: Graph) -> Tensor:  # ()
        """The kernel of one structure with itself: summed over all couples of its atoms."""
        q = self.directions(graph)
        kind = self.kind(graph.species)
        return self.kernel(q, kind, q, kind).sum()


def farthest_points(points: Tensor, n: int) -> Tensor:
    """Indices (n,) of points (A, D): the first, then again and again the one farthest from those.

    There are fewer if there are fewer different points.

    >>> farthest_points(torch.tensor([[0.0], [1.0], [9.0], [4.0]]), 3).tolist()
    [0, 2, 3]
    """
    chosen = [0]
    distance = _squared_distance(points, 0)  # (A,) to the nearest chosen one
    while len(chosen) < n and distance.max() > 1e-12:
        farthest = int(distance.argmax())
        chosen.append(farthest)
        distance = torch.minimum(distance, _squared_distance(points, farthest))
    return torch.tensor(chosen)


def _squared_distance(points: Tensor, k: int) -> Tensor:  # (A, D) -> (A,)
    """|x - x_k|² of all points."""
    return (points - points[k]).square().sum(dim=1)


def _inverse_form(
    R: Tensor,  # (M, M) upper triangular
    k: Tensor,  # (M, S)
) -> Tensor:  # (S,)
    """kᵀ (RᵀR)⁻¹ k of every column k: |R⁻ᵀ k|²."""
    solved = torch.linalg.solve_triangular(R.T, k, upper=False)
    return solved.square().sum(dim=0)


def _zeros(*shape: int) -> Tensor:
    """Zeros in the precision in which all is computed here."""
    return torch.zeros(*shape, dtype=torch.float64)
