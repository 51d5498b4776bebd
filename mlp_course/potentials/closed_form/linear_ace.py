"""A linear potential on a complete basis: its best coefficients come from one linear system, without any training.

    E   = Σ_i E0_Z(i) + Σ_k c_k Σ_i b_k(i)
    F_a =             - Σ_k c_k Σ_i ∂b_k(i)/∂r_a

Energies and forces are linear in the same c. With the ACE basis of R. Drautz, Phys. Rev. B 99, 014104 (2019), the
model is as flexible as the basis is large; SNAP (A. P. Thompson et al., J. Comput. Phys. 285, 316 (2015)) and moment
tensor potentials are fitted the same way.
"""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor, nn

from mlp_course.descriptors import directional_derivative
from mlp_course.graph import Graph, merge, split
from mlp_course.potentials.scales import register_scales, set_scales

CHUNK = 50  # structures whose rows are held at once


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


def least_squares(
    basis: Callable[[Graph], Tensor],
    graph: Graph,
    labels: tuple[Tensor, Tensor],
    weights: tuple[Tensor, Tensor],
    prior: Tensor,
) -> tuple[Tensor, Tensor]:
    """The c (K,) that minimises Σ (weight · misfit)² + |prior c|², and an upper R (K, K), RᵀR the matrix of its system.

    `labels` are energies (S,) and forces (N, 3), `weights` (S,) and (N,); `prior` is (M, K). Rows are folded by
    orthogonal rotations into a triangle a few structures at a time: the normal equations would square the condition
    number, and the whole system would not fit into memory.
    """
    k = prior.shape[1]
    triangle = torch.cat(
        [prior, prior.new_zeros(len(prior), 1)], dim=1
    )  # (M, K + 1), right-hand side last
    atoms = torch.bincount(graph.structure, minlength=len(graph.volume)).tolist()
    force_labels, force_weights = labels[1].split(atoms), weights[1].split(atoms)
    parts = split(graph)
    for start in range(0, len(parts), CHUNK):
        now = slice(start, start + CHUNK)
        of_energy, of_forces = design(basis, merge(parts[now]))
        heavy = torch.cat(force_weights[now]).repeat_interleave(3)[:, None]  # (3N, 1)
        rows = torch.cat([weights[0][now, None] * of_energy, heavy * of_forces.flatten(0, 1)])
        right = torch.cat(
            [weights[0][now] * labels[0][now], heavy[:, 0] * torch.cat(force_labels[now]).flatten()]
        )
        triangle = torch.linalg.qr(
            torch.cat([triangle, torch.cat([rows, right[:, None]], dim=1)]), mode="r"
        ).R
    root = triangle[:k, :k]
    return torch.linalg.lstsq(root, triangle[:k, k:], driver="gelsd").solution[:, 0], root


def design(basis: Callable[[Graph], Tensor], graph: Graph) -> tuple[Tensor, Tensor]:
    """What unit coefficients give: energies (S, K) in units of the basis and forces (N, 3, K) in units per Å.

    Moves the first atom of every structure at once along x, y and z, then the second one, and so on: 3N derivatives
    for molecules of N atoms, however many molecules and columns there are.
    """
    first = graph.structure.new_zeros(len(graph.volume))
    first[1:] = torch.bincount(graph.structure).cumsum(0)[:-1]
    place = (
        torch.arange(len(graph.species)) - first[graph.structure]
    )  # (N,) number within its structure
    vectors = graph.vectors.detach().requires_grad_()
    moved = replace(graph, vectors=vectors)
    energy = moved.sum_to_structure(basis(moved))  # (S, K)
    slope_along = directional_derivative(energy, vectors)
    forces = vectors.new_zeros(len(graph.species), 3, energy.shape[1])
    for atom in range(int(place.max()) + 1):
        along = (place[graph.neighbor] == atom).to(vectors) - (place[graph.center] == atom).to(
            vectors
        )  # (E,)
        (own,) = torch.nonzero(place == atom, as_tuple=True)
        for axis in range(3):
            push = torch.zeros_like(vectors)
            push[:, axis] = along
            forces[own, axis] = -slope_along(push)[graph.structure[own]]
    return energy.detach(), forces
