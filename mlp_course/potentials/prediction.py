"""A potential is atomic energies of a graph; energy, forces and stress follow by one derivative.

    E = Σ_i E_i,    g_ij = ∂E/∂v_ij   with the pair vector v_ij = r_j - r_i
    F_i = -∂E/∂r_i = Σ_j g_ij - Σ_j g_ji
    σ_ab = (1/V) ∂E/∂ε_ab = (1/V) Σ_ij v_ij,a g_ij,b

Since atoms enter only through pair vectors, every potential is translation invariant, its forces
add up to zero and forces and stress need a single backward pass.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import torch
from torch import Tensor

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
    """Energy (S,) in eV, forces (N, 3) in eV/Å and stress (S, 3, 3) in eV/Å³ of every structure of `graph`.

    `train=True` keeps the computation differentiable, for a loss that contains forces.
    """
    vectors = graph.vectors.detach().requires_grad_()
    moved = replace(graph, vectors=vectors)
    with torch.enable_grad():
        atomic = atomic_energies(potential, moved)  # (N,) eV
        energy = moved.sum_to_structure(atomic)
        slope = _slope(energy.sum(), vectors, train)  # (E, 3) eV/Å
    forces = moved.sum_to_center(slope).index_add(0, graph.neighbor, slope, alpha=-1)
    virial = moved.sum_to_structure(moved.sum_to_center(vectors[:, :, None] * slope[:, None, :]))
    stress = (virial + virial.mT) / (2 * graph.volume[:, None, None])
    parts = Prediction(energy, forces, stress, atomic)
    return parts if train else Prediction(*(part.detach() for part in parts))


def atomic_energies(potential: Potential, graph: Graph) -> Tensor:  # (N,) eV
    """What the potential says; ValueError unless it is one number for every atom: (N, 1) would broadcast later."""
    atomic = potential(graph)
    if atomic.shape != graph.species.shape:
        raise ValueError(
            f"atomic energies must have shape ({len(graph.species)},), got {tuple(atomic.shape)}."
        )
    return atomic


def predict(potential: Potential, structures: Structure | Sequence[Structure]) -> Prediction:
    """`evaluate` one structure or a batch with N atoms in all: eV, eV/Å, eV/Å³ (errors as in `build_graph`)."""
    return evaluate(potential, build_graph(structures, potential.cutoff))


def _slope(energy: Tensor, vectors: Tensor, train: bool) -> Tensor:
    if not energy.requires_grad:  # no pairs and no parameters: nothing depends on anything
        return torch.zeros_like(vectors)
    (slope,) = torch.autograd.grad(energy, vectors, create_graph=train, materialize_grads=True)
    return slope
