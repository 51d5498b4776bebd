"""A linear potential on a complete basis: its best coefficients come from one linear system, without any training.

    E   = Σ_i E0_Z(i) + Σ_k c_k Σ_i b_k(i)
    F_a =             - Σ_k c_k Σ_i ∂b_k(i)/∂r_a

Energies and forces are linear in the same c. With the ACE basis of R. Drautz, Phys. Rev. B 99, 014104 (2019), the
model is as flexible as the basis is large; SNAP (A. P. Thompson et al., J. Comput. Phys. 285, 316 (2015)) and moment
tensor potentials are fitted the same way.
"""

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph
from mlp_course.potentials.closed_form.least_squares import least_squares
from mlp_course.potentials.scales import register_scales, set_scales


class LinearACE(nn.Module):
    """E_i = E0_Z + c_Z · (B_i - mean_Z) / scale_Z with Z the element of atom i and B_i its ACE basis functions.

    `descriptor` gives B (N, D); any other descriptor will do as well. E0 in eV, c in eV.
    """

    def __init__(self, descriptor: nn.Module):
        super().__init__()
        self.descriptor, self.cutoff, self.elements = (
            descriptor,
            descriptor.cutoff,
            descriptor.elements,
        )
        n, d = len(self.elements), descriptor.size
        self.coefficients = nn.Parameter(torch.zeros(n, d, dtype=torch.float64))  # (S, D) eV
        register_scales(self, n, d)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        return (
            self.reference[self.descriptor.kind(graph.species)]
            + self.basis(graph) @ self.coefficients.flatten()
        )

    def basis(self, graph: Graph) -> Tensor:  # (N, S D)
        """The functions that c multiplies: scaled B_i in the columns of the atom's own element, zero elsewhere."""
        features = self.descriptor(graph)  # (N, D); refuses elements it does not know
        kind = self.descriptor.kind(graph.species)  # (N,)
        scaled = (features - self.mean[kind]) / self.scale[kind]
        own = nn.functional.one_hot(kind, len(self.elements)).to(scaled)  # (N, S)
        return (own[:, :, None] * scaled[:, None, :]).flatten(1)

    def fit(
        self,
        graph: Graph,
        energy: Tensor,
        forces: Tensor,
        *,
        energy_weight: float = 1.0,
        force_weight: float = 10.0,
        ridge: float = 1e-6,
    ) -> None:
        """Set E0, scales and c from S structures with `energy` (S,) in eV and `forces` (N, 3) in eV/Å.

        Minimises  Σ_structures [ w_E (ΔE)² + w_F/(3N) Σ |ΔF|² ] + `ridge` S |c|², the loss that networks are trained
        with (w_E in 1/eV², w_F in Å²/eV²) and a penalty on large coefficients. Raises ValueError for a negative ridge.
        """
        if ridge < 0:
            raise ValueError(f"the ridge must not be negative, got {ridge}.")
        kind = self.descriptor.kind(graph.species)
        with torch.no_grad():
            set_scales(self, graph, kind, self.descriptor(graph), energy)
        size = torch.bincount(graph.structure)[graph.structure]  # (N,) atoms of an atom's structure
        weights = energy_weight**0.5 * torch.ones_like(energy), (force_weight / (3 * size)).sqrt()
        rest = energy - graph.sum_to_structure(self.reference[kind])
        prior = (ridge * len(energy)) ** 0.5 * torch.eye(
            self.coefficients.numel(), dtype=torch.float64
        )
        c, _ = least_squares(self.basis, graph, (rest, forces), weights, prior)
        self.coefficients.data.copy_(c.view_as(self.coefficients))
