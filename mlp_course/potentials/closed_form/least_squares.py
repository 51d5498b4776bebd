"""Linear coefficients from energies and forces by one least-squares solve."""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from mlp_course.descriptors import directional_derivative
from mlp_course.graph import Graph, merge, split

CHUNK = 50  # structures whose rows are held at once


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
