"""Pairs of atoms within a cutoff: a batch of structures is one graph.

Conventions: N atoms of all structures together, E directed pairs i -> j (both directions are
present, ordered by i), S structures. A pair vector points from the center i to the neighbor j,
which may be a periodic image. Which pairs there are is found without gradient; their vectors are
computed in torch, so that an energy differentiates to forces and stress.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from mlp_course.neighbors import _find_pairs
from mlp_course.structures import Structure


@dataclass(frozen=True)
class Graph:
    """What a potential sees of S structures with N atoms and E pairs."""

    species: Tensor  # (N,) atomic numbers
    structure: Tensor  # (N,) which of the S structures an atom belongs to
    volume: Tensor  # (S,) Å³; nan where a structure does not repeat in three directions
    center: Tensor  # (E,) index i
    neighbor: Tensor  # (E,) index j
    vectors: Tensor  # (E, 3) r_j - r_i, Å

    ATOM_INDEX = ("center", "neighbor")  # fields that hold indices of atoms
    PER_STRUCTURE = ("volume",)  # fields with a row for every structure
    PER_PAIR = (
        "center",
        "neighbor",
        "vectors",
    )  # fields with a row for every pair; the others have one per atom

    @cached_property
    def distances(self) -> Tensor:  # (E,) Å
        """Length of every pair vector."""
        return self.vectors.norm(dim=1)

    def sum_to_center(self, per_pair: Tensor) -> Tensor:  # (E, ...) -> (N, ...)
        """Add up every pair's value on its center atom."""
        return per_pair.new_zeros(len(self.species), *per_pair.shape[1:]).index_add(
            0, self.center, per_pair
        )

    def sum_to_structure(self, per_atom: Tensor) -> Tensor:  # (N, ...) -> (S, ...)
        """Add up every atom's value on its structure."""
        return per_atom.new_zeros(len(self.volume), *per_atom.shape[1:]).index_add(
            0, self.structure, per_atom
        )

    @cached_property
    def triples(self) -> tuple[Tensor, Tensor]:  # (T,), (T,)
        """Indices p < q of all unordered couples of pairs that share a center."""
        pairs = torch.arange(len(self.center))
        count = torch.bincount(self.center, minlength=len(self.species))  # (N,) pairs of every atom
        behind = (
            count.cumsum(0)[self.center] - 1 - pairs
        )  # (E,) pairs of the same center after this one
        p = torch.repeat_interleave(pairs, behind)
        q = (
            p
            + 1
            + torch.arange(len(p))
            - torch.repeat_interleave(behind.cumsum(0) - behind, behind)
        )
        return p, q


def merge(graphs: Sequence[Graph]) -> Graph:
    """One graph of many, of the same class: (N,), (E,) and (S,) are joined end to end, indices moved along."""
    first_atom = np.cumsum([0] + [len(g.species) for g in graphs])
    first_structure = np.cumsum([0] + [len(g.volume) for g in graphs])
    joined = {}
    for field in fields(graphs[0]):
        parts = [getattr(g, field.name) for g in graphs]
        if field.name in Graph.ATOM_INDEX:
            parts = [part + int(k) for part, k in zip(parts, first_atom, strict=False)]
        elif field.name == "structure":
            parts = [part + int(k) for part, k in zip(parts, first_structure, strict=False)]
        joined[field.name] = torch.cat(parts)
    return type(graphs[0])(**joined)


def split(graph: Graph) -> list[Graph]:
    """The S graphs that make up `graph`, as views of its tensors (N, ...) and (E, ...): the inverse of `merge`."""
    n_structures = len(graph.volume)
    atoms = torch.bincount(graph.structure, minlength=n_structures)  # (S,)
    pairs = torch.bincount(graph.structure[graph.center], minlength=n_structures)  # (S,)
    first_atom = (atoms.cumsum(0) - atoms).tolist()
    parts = [{} for _ in range(n_structures)]
    for field in fields(graph):
        size = torch.ones_like(atoms) if field.name in graph.PER_STRUCTURE else atoms
        size = pairs if field.name in graph.PER_PAIR else size
        for k, piece in enumerate(getattr(graph, field.name).split(size.tolist())):
            parts[k][field.name] = (
                piece - first_atom[k] if field.name in Graph.ATOM_INDEX else piece
            )
    return [
        type(graph)(**{**part, "structure": torch.zeros_like(part["structure"])}) for part in parts
    ]


def build_graph(structures: Structure | Sequence[Structure], cutoff: float) -> Graph:
    """All pairs closer than `cutoff` (Å) of one structure or of a batch, periodic images included.

    Raises ValueError for no structure, a cutoff that is not positive, positions or cells that are
    not finite numbers, a flat cell, and atoms on top of each other.

    >>> from ase.build import molecule
    >>> from mlp_course.structures import from_ase
    >>> len(build_graph(from_ase(molecule("H2O")), cutoff=1.2).distances)
    4
    """
    structures = [structures] if isinstance(structures, Structure) else list(structures)
    if not structures:
        raise ValueError("a graph needs at least one structure.")
    if not 0 < cutoff < np.inf:
        raise ValueError(f"the cutoff must be a positive length in Å, got {cutoff}.")
    return merge([_graph_of_one(structure, cutoff, k) for k, structure in enumerate(structures)])


def _graph_of_one(structure: Structure, cutoff: float, k: int) -> Graph:
    center, neighbor, shifts = _find_pairs(structure, cutoff, k)
    positions, cell = structure.positions, structure.cell
    vectors = (
        positions.index_select(0, neighbor)
        - positions.index_select(0, center)
        + shifts.to(cell) @ cell
    )
    volume = cell.detach().det().abs() if structure.periodic.all() else cell.new_tensor(torch.nan)
    zeros = torch.zeros(len(structure), dtype=torch.int64)
    return Graph(structure.species, zeros, volume[None], center, neighbor, vectors)
