"""A linear potential on a complete basis: its best coefficients solve one linear system.

It needs no training.

    E   = Σ_i E0_Z(i) + Σ_k c_k Σ_i b_k(i)
    F_a =             - Σ_k c_k Σ_i ∂b_k(i)/∂r_a

Energies and forces are linear in the same c. With the ACE basis of R. Drautz, Phys. Rev. B 99,
014104 (2019), the model is as flexible as the basis is large; SNAP (A. P. Thompson et al., J.
Comput. Phys. 285, 316 (2015)) and moment tensor potentials are fitted the same way.
"""

import torch
from torch import Tensor, nn

from mlp_course.descriptors import Descriptor
from mlp_course.graph import Graph
from mlp_course.potentials.closed_form.least_squares import expect_numbers, least_squares
from mlp_course.potentials.on_descriptor import DescriptorModel
from mlp_course.potentials.scales import register_scales, set_scales


class LinearACE(DescriptorModel):
    """E_i = E0_Z + c_Z · (B_i - mean_Z) / scale_Z, Z the element of atom i, B_i its ACE basis.

    `descriptor` gives B (N, D); any other descriptor will do as well. E0 in eV, c in eV.
    """

    reference: Tensor  # (elements,) eV
    mean: Tensor  # (elements, D)
    scale: Tensor  # (elements, D)

    def __init__(self, descriptor: Descriptor):
        super().__init__(descriptor)
        n_elements = len(self.elements)
        size = descriptor.size
        c = torch.zeros(n_elements, size, dtype=torch.float64)
        self.coefficients = nn.Parameter(c)  # (elements, D) eV
        register_scales(self, n_elements, size)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        kind = self.kind(graph.species)
        c = self.coefficients.flatten()
        return self.reference[kind] + self.basis(graph) @ c

    def basis(self, graph: Graph) -> Tensor:  # (N, elements D)
        """The functions that c multiplies.

        They are the scaled B_i in the columns of the atom's own element, and zero elsewhere.
        """
        features = self.descriptor(graph)  # (N, D); refuses elements it does not know
        kind = self.kind(graph.species)  # (N,)
        mean = self.mean[kind]
        scale = self.scale[kind]
        scaled = (features - mean) / scale
        own = nn.functional.one_hot(kind, len(self.elements))
        own = own.to(scaled)  # (N, elements)
        columns = own[:, :, None] * scaled[:, None, :]
        return columns.flatten(1)

    def calibrate(
        self,
        graph: Graph,
        energy: Tensor,  # (S,) eV
        forces: Tensor | None = None,  # (N, 3) eV/Å
    ) -> None:
        """Set E0, mean and scale from training structures and their `energy` (S,) in eV.

        See `set_scales`.
        """
        with torch.no_grad():
            features = self.descriptor(graph)
        set_scales(self, graph, features, energy)

    def fit(
        self,
        graph: Graph,
        energy: Tensor,  # (S,) eV
        forces: Tensor,  # (N, 3) eV/Å
        *,
        energy_weight: float = 1.0,  # 1/eV²
        force_weight: float = 10.0,  # Å²/eV²
        ridge: float = 1e-6,
    ) -> None:
        """Set E0, scales and c from labelled structures.

        `energy` (S,) is in eV, `forces` (N, 3) in eV/Å. Minimises the loss that networks are
        trained with, and a penalty on large coefficients:

            Σ_structures [ w_E (ΔE)² + w_F/(3N) Σ |ΔF|² ] + ridge S |c|²

        w_E is in 1/eV², w_F in Å²/eV². Raises ValueError for a negative ridge, and for
        labels that are no numbers.
        """
        expect_numbers(graph, energy, forces)
        if ridge < 0:
            raise ValueError(f"the ridge must not be negative, got {ridge}.")

        # 1. what is not fitted: E0 and the scales
        self.calibrate(graph, energy, forces)
        kind = self.kind(graph.species)
        reference = self.reference[kind]
        rest = energy - graph.sum_to_structure(reference)  # (S,) eV

        # 2. the roots of the loss's weights, and of the penalty
        atoms = torch.bincount(graph.structure)  # (S,)
        size = atoms[graph.structure]  # (N,) atoms of its structure
        of_energy = energy_weight**0.5 * torch.ones_like(energy)
        of_forces = (force_weight / (3 * size)).sqrt()
        n_coefficients = self.coefficients.numel()
        unit = torch.eye(n_coefficients, dtype=torch.float64)
        prior = (ridge * len(energy)) ** 0.5 * unit

        # 3. the coefficients
        c, _ = least_squares(
            self.basis,
            graph,
            labels=(rest, forces),
            weights=(of_energy, of_forces),
            prior=prior,
        )
        c = c.view_as(self.coefficients)
        self.coefficients.data.copy_(c)
