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
    labels: tuple[Tensor, Tensor],  # (S,) and (N, 3)
    weights: tuple[Tensor, Tensor],  # (S,) and (N,)
    prior: Tensor,  # (M, K)
) -> tuple[Tensor, Tensor]:
    """The c (K,) that minimises Σ (weight · misfit)² + |prior c|², and the root of its system.

    The root is an upper triangle R (K, K): RᵀR is the matrix of the normal equations.
    `labels` are energies (S,) and forces (N, 3), `weights` (S,) and (N,); `prior` is (M, K).

    1. Begin with the prior.
    2. Fold the rows of a few structures at a time by orthogonal rotations into a triangle: the
       normal equations would square the condition number, and the whole system would not fit into
       memory.
    3. Solve the triangle.
    """
    energies, forces = labels
    energy_weights, force_weights = weights

    # 1. Nothing but the prior is known; on its right, in one more column, the right-hand side.
    nothing = prior.new_zeros(len(prior))
    triangle = _beside(prior, nothing)  # (M, K + 1)

    # 2. a few structures at a time
    atoms = torch.bincount(graph.structure, minlength=len(graph.volume))  # (S,)
    sizes = atoms.tolist()
    forces_of = forces.split(sizes)
    weights_of = force_weights.split(sizes)
    parts = split(graph)
    for start in range(0, len(parts), CHUNK):
        now = slice(start, start + CHUNK)
        some = merge(parts[now])
        of_energy, of_forces = design(basis, some)  # (S, K), (N, 3, K)

        energy_rows = _weighted(of_energy, energies[now], energy_weights[now])  # (S, K + 1)

        # every force is three numbers, which have the weight of their atom
        of_forces = of_forces.flatten(0, 1)  # (3N, K)
        known = torch.cat(forces_of[now]).flatten()  # (3N,)
        weight = torch.cat(weights_of[now]).repeat_interleave(3)
        force_rows = _weighted(of_forces, known, weight)  # (3N, K + 1)

        # folded into a triangle again, which keeps its size
        rows = torch.cat([triangle, energy_rows, force_rows])
        triangle = torch.linalg.qr(rows, mode="r").R

    # 3. the solution of what is left: what stands below the first K rows is the misfit
    n_columns = prior.shape[1]
    upper = triangle[:n_columns]
    root, right = upper.split([n_columns, 1], dim=1)
    solved = torch.linalg.lstsq(root, right, driver="gelsd")
    c = solved.solution[:, 0]
    return c, root


def expect_numbers(
    graph: Graph,
    energy: Tensor,  # (S,) eV
    forces: Tensor,  # (N, 3) eV/Å
) -> None:
    """Raise ValueError, which names the first structure, for labels that are no finite numbers."""
    wrong = ~torch.isfinite(energy)  # (S,)
    if wrong.any():
        first = int(wrong.int().argmax())
        raise ValueError(f"structure {first} has an energy that is no number: leave it out.")
    wrong = ~torch.isfinite(forces).all(dim=1)  # (N,)
    if wrong.any():
        first = int(graph.structure[wrong][0])
        raise ValueError(f"structure {first} has forces that are no numbers: leave it out.")


def design(basis: Basis, graph: Graph) -> tuple[Tensor, Tensor]:
    """What unit coefficients give.

    These are energies (S, K) in units of the basis and forces (N, 3, K) in units per Å.

    Moves the first atom of every structure at once along x, y and z, then the second one, and so
    on: 3N derivatives for molecules of N atoms, however many molecules and columns there are.
    """
    vectors = graph.vectors.detach().requires_grad_()
    moved = replace(graph, vectors=vectors)
    per_atom = basis(moved)  # (N, K)
    energy = moved.sum_to_structure(per_atom)  # (S, K)
    slope_along = directional_derivative(energy, vectors)

    number = _number_in_structure(graph)  # (N,)
    number_of_center = number[graph.center]  # (E,)
    number_of_neighbor = number[graph.neighbor]
    most = int(number.max()) + 1  # atoms in a structure

    n_atoms = len(graph.species)
    n_columns = energy.shape[1]
    forces = vectors.new_zeros(n_atoms, 3, n_columns)
    for atom in range(most):
        # A moving atom takes the heads of its neighbors' vectors along, and the tails of its own.
        heads = (number_of_neighbor == atom).to(vectors)
        tails = (number_of_center == atom).to(vectors)
        (own,) = torch.nonzero(number == atom, as_tuple=True)
        structure = graph.structure[own]
        for axis in range(3):
            push = torch.zeros_like(vectors)
            push[:, axis] = heads - tails
            slope = slope_along(push)  # (S, K)
            forces[own, axis] = -slope[structure]
    return energy.detach(), forces


def _number_in_structure(graph: Graph) -> Tensor:  # (N,)
    """The number of every atom within its structure, from 0."""
    atoms = torch.bincount(graph.structure)  # (S,)
    first = atoms.cumsum(0) - atoms
    everyone = torch.arange(len(graph.species))
    return everyone - first[graph.structure]


def _weighted(
    matrix: Tensor,  # (M, K)
    column: Tensor,  # (M,)
    weight: Tensor,  # (M,)
) -> Tensor:  # (M, K + 1)
    """The matrix beside the column that it is to give, every row times its weight."""
    rows = _beside(matrix, column)
    rows *= weight[:, None]
    return rows


def _beside(
    matrix: Tensor,  # (M, K)
    column: Tensor,  # (M,)
) -> Tensor:  # (M, K + 1)
    """The matrix with one more column on its right."""
    return torch.cat([matrix, column[:, None]], dim=1)
