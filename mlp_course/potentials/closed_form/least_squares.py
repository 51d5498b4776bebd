"""Linear coefficients from energies and forces by one least-squares solve."""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from mlp_course.descriptors import directional_derivative
from mlp_course.graph import Graph, merge, split

CHUNK = 50  # structures whose rows are held at once

Basis = Callable[[Graph], Tensor]  # graph -> (N, K), what unit coefficients give


def least_squares(
    basis: Basis,
    graph: Graph,
    labels: tuple[Tensor, Tensor],
    weights: tuple[Tensor, Tensor],
    prior: Tensor,
) -> tuple[Tensor, Tensor]:
    """The c (K,) that minimises Σ (weight · misfit)² + |prior c|², and an upper R (K, K), RᵀR the
    matrix of its system.

    `labels` are energies (S,) and forces (N, 3), `weights` (S,) and (N,); `prior` is (M, K). Rows
    are folded by orthogonal rotations into a triangle a few structures at a time: the normal
    equations would square the condition number, and the whole system would not fit into memory.
    """
    energies, forces = labels
    energy_weights, force_weights = weights
    k = prior.shape[1]

    # The triangle holds the right-hand side in its last column; it begins with the prior.
    triangle = _beside(prior, prior.new_zeros(len(prior)))  # (M, K + 1)
    atoms = torch.bincount(graph.structure, minlength=len(graph.volume)).tolist()
    forces_of = forces.split(atoms)
    weights_of = force_weights.split(atoms)
    parts = split(graph)
    for start in range(0, len(parts), CHUNK):
        now = slice(start, start + CHUNK)
        of_energy, of_forces = design(basis, merge(parts[now]))

        # one row for each energy (S, K), three for the forces on each atom (3N, K)
        light = energy_weights[now]  # (S,)
        heavy = torch.cat(weights_of[now]).repeat_interleave(3)  # (3N,)
        rows = torch.cat([light[:, None] * of_energy, heavy[:, None] * of_forces.flatten(0, 1)])
        known = torch.cat(forces_of[now]).flatten()
        right = torch.cat([light * energies[now], heavy * known])
        triangle = torch.linalg.qr(torch.cat([triangle, _beside(rows, right)]), mode="r").R

    root = triangle[:k, :k]
    solved = torch.linalg.lstsq(root, triangle[:k, k:], driver="gelsd")
    return solved.solution[:, 0], root


def design(basis: Basis, graph: Graph) -> tuple[Tensor, Tensor]:
    """What unit coefficients give.

    Energies (S, K) in units of the basis and forces (N, 3, K) in units per Å.

    Moves the first atom of every structure at once along x, y and z, then the second one, and so
    on: 3N derivatives for molecules of N atoms, however many molecules and columns there are.
    """
    vectors = graph.vectors.detach().requires_grad_()
    moved = replace(graph, vectors=vectors)
    energy = moved.sum_to_structure(basis(moved))  # (S, K)
    slope_along = directional_derivative(energy, vectors)

    number = _number_in_structure(graph)  # (N,)
    forces = vectors.new_zeros(len(graph.species), 3, energy.shape[1])
    for atom in range(int(number.max()) + 1):
        # A moving atom takes the heads of its neighbors' vectors along, and the tails of its own.
        heads = (number[graph.neighbor] == atom).to(vectors)
        tails = (number[graph.center] == atom).to(vectors)
        (own,) = torch.nonzero(number == atom, as_tuple=True)
        for axis in range(3):
            push = torch.zeros_like(vectors)
            push[:, axis] = heads - tails
            slope = slope_along(push)  # (S, K)
            forces[own, axis] = -slope[graph.structure[own]]
    return energy.detach(), forces


def _number_in_structure(graph: Graph) -> Tensor:  # (N,)
    """The number of every atom within its structure, from 0."""
    first = graph.structure.new_zeros(len(graph.volume))
    first[1:] = torch.bincount(graph.structure).cumsum(0)[:-1]
    return torch.arange(len(graph.species)) - first[graph.structure]


def _beside(matrix: Tensor, column: Tensor) -> Tensor:  # (M, K), (M,) -> (M, K + 1)
    """The matrix with one more column on its right."""
    return torch.cat([matrix, column[:, None]], dim=1)
