"""A potential is atomic energies of a graph; energy, forces and stress follow by one derivative.

    E = Σ_i E_i,    g_ij = ∂E/∂v_ij   with the pair vector v_ij = r_j - r_i

Every atom is displaced, and every structure strained: v_ij follows both. What reaches beyond the
cutoff may also depend on the positions r_i themselves and on the cell with rows a_k: d_i = ∂E/∂r_i
and c_k = ∂E/∂a_k at fixed v_ij, zero for all others.

    F_i  = -dE/dr_i = Σ_j g_ij - Σ_j g_ji - d_i
    σ_ab = (1/V) dE/dε_ab = (1/V) [Σ_ij v_ij,a g_ij,b + Σ_i r_i,a d_i,b + Σ_k a_k,a c_k,b]

with σ made symmetric.

A potential of pair vectors alone is translation invariant, and its forces add up to zero; forces
and stress need a single backward pass.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph, build_graph
from mlp_course.potentials.model import Potential
from mlp_course.structures import Structure


class Prediction(NamedTuple):
    """What a potential says of S structures with N atoms in all."""

    energy: Tensor  # (S,) eV
    forces: Tensor  # (N, 3) eV/Å
    stress: Tensor  # (S, 3, 3) eV/Å³; nan where a structure does not repeat in three directions
    atomic_energy: Tensor  # (N,) eV


def evaluate(potential: Potential, graph: Graph, *, train: bool = False) -> Prediction:
    """Energy (S,) in eV, forces (N, 3) in eV/Å and stress (S, 3, 3) in eV/Å³ of all structures.

    `train=True` keeps the computation differentiable, for a loss that contains forces.
    """
    vectors = graph.vectors.detach().requires_grad_()
    positions = graph.positions.detach().requires_grad_()
    cell = graph.cell.detach().requires_grad_()
    moved = replace(
        graph,
        vectors=vectors,
        positions=positions,
        cell=cell,
    )

    # 1. the energy, and its slopes along everything that moves with the atoms
    with torch.enable_grad():
        atomic = atomic_energies(potential, moved)  # (N,) eV
        energy = moved.sum_to_structure(atomic)
        total = energy.sum()
        along = _slopes(total, (vectors, positions, cell), train)
    per_pair, per_atom, per_vector = along  # (E, 3), (N, 3), (S, 3, 3) eV/Å

    # 2. an atom is the tail of its own pair vectors and the head of those of its neighbors
    tails = moved.sum_to_center(per_pair)
    tails_and_heads = tails.index_add(0, graph.neighbor, per_pair, alpha=-1)
    forces = tails_and_heads - per_atom

    # 3. a strain turns v into v + ε v, and so positions and cell
    of_pairs = vectors[:, :, None] * per_pair[:, None, :]  # (E, 3, 3) eV
    of_atoms = positions[:, :, None] * per_atom[:, None, :]  # (N, 3, 3) eV
    of_cell = cell.mT @ per_vector  # (S, 3, 3) eV
    per_center = moved.sum_to_center(of_pairs) + of_atoms
    virial = moved.sum_to_structure(per_center) + of_cell
    symmetric = (virial + virial.mT) / 2
    stress = symmetric / graph.volume[:, None, None]

    parts = Prediction(energy, forces, stress, atomic)
    if train:
        return parts
    return Prediction(*(part.detach() for part in parts))


def atomic_energies(potential: Potential, graph: Graph) -> Tensor:  # (N,) eV
    """What the potential says.

    Raises ValueError unless it is one number for every atom: (N, 1) would broadcast later.
    """
    atomic = potential(graph)
    got = tuple(atomic.shape)
    expected = tuple(graph.species.shape)
    if got != expected:
        raise ValueError(f"atomic energies must have shape {expected}, got {got}.")
    return atomic


def predict(
    potential: Potential,
    structures: Structure | Sequence[Structure],
) -> Prediction:
    """`evaluate` one structure or a batch; errors as in `build_graph`.

    Structures are seen in the precision of the potential's weights.
    """
    precision = _precision(potential)
    if precision is not None:
        several = [structures] if isinstance(structures, Structure) else structures
        structures = [structure.to(precision) for structure in several]
    graph = build_graph(structures, potential.cutoff)
    return evaluate(potential, graph)


def _precision(potential: Potential) -> torch.dtype | None:
    """That of a potential which `potential.float()` has made single; None for any other.

    One that has a `dtype` sees to it itself.
    """
    if not isinstance(potential, nn.Module) or hasattr(potential, "dtype"):
        return None
    first = next(potential.parameters(), None)
    if first is None or first.dtype == torch.float64:
        return None
    return first.dtype


def _slopes(
    energy: Tensor,  # () eV
    inputs: Sequence[Tensor],
    train: bool,
) -> Sequence[Tensor]:
    """∂energy/∂input for every input; zeros where it does not depend on one."""
    # No pairs and no parameters: nothing depends on anything.
    if not energy.requires_grad:
        return [torch.zeros_like(values) for values in inputs]
    return torch.autograd.grad(
        energy,
        inputs,
        create_graph=train,
        materialize_grads=True,
    )
