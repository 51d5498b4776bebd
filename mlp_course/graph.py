"""Pairs of atoms within a cutoff: a batch of structures is one graph.

Conventions: N atoms of all structures together, E directed pairs i -> j (both directions are
present, ordered by i), S structures. A pair vector points from the center i to the neighbor j,
which may be a periodic image. Which pairs there are is found without gradient; their vectors are
computed in torch, so that an energy differentiates to forces and stress. Positions and cells are
there for what reaches beyond the cutoff.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import ClassVar, TypeVar

import torch
from torch import Tensor

from mlp_course.elements import a_cutoff
from mlp_course.neighbors import pairs_of_structure
from mlp_course.structures import Structure


@dataclass(frozen=True)
class Graph:
    """What a potential sees of S structures with N atoms and E pairs."""

    species: Tensor  # (N,) atomic numbers
    structure: Tensor  # (N,) which of the S structures an atom belongs to
    # A constant: an energy that depends on it takes it from `cell`, or its stress would be wrong.
    volume: Tensor  # (S,) Å³; nan where a structure does not repeat in three directions
    center: Tensor  # (E,) index i
    neighbor: Tensor  # (E,) index j
    vectors: Tensor  # (E, 3) r_j - r_i, Å
    positions: Tensor  # (N, 3) r_i, Å
    cell: Tensor  # (S, 3, 3) lattice vectors in rows, Å

    # Fields that hold indices of atoms.
    ATOM_INDEX: ClassVar[tuple[str, ...]] = ("center", "neighbor")
    # Fields with a row for every structure, and for every pair; the others have one for every atom.
    PER_STRUCTURE: ClassVar[tuple[str, ...]] = ("volume", "cell")
    PER_PAIR: ClassVar[tuple[str, ...]] = ("center", "neighbor", "vectors")

    @cached_property
    def distances(self) -> Tensor:  # (E,) Å
        """Length of every pair vector."""
        return self.vectors.norm(dim=1)

    def sum_to_center(self, per_pair: Tensor) -> Tensor:  # (E, ...) -> (N, ...)
        """Add up every pair's value on its center atom."""
        return _sum_to(self.center, per_pair, len(self.species))

    def sum_to_structure(self, per_atom: Tensor) -> Tensor:  # (N, ...) -> (S, ...)
        """Add up every atom's value on its structure."""
        return _sum_to(self.structure, per_atom, len(self.volume))

    @cached_property
    def triples(self) -> tuple[Tensor, Tensor]:  # (T,), (T,)
        """Indices p < q of all unordered couples of pairs that share a center.

        Pairs are ordered by center, so the partners of pair p are those right behind it, up to the
        last of its center.
        """
        pairs = torch.arange(len(self.center))
        count = torch.bincount(self.center, minlength=len(self.species))  # (N,) pairs of every atom
        end = count.cumsum(0)  # (N,) where the pairs of every atom end
        last = end[self.center] - 1  # (E,) last pair of the same center
        behind = last - pairs  # (E,) partners of every pair
        p = torch.repeat_interleave(pairs, behind)

        # The partners of one pair are numbered 0, 1, ... anew for every pair.
        before = behind.cumsum(0) - behind  # (E,) triples before those of the pair
        first = torch.repeat_interleave(before, behind)
        number = torch.arange(len(p)) - first
        q = p + 1 + number
        return p, q


AnyGraph = TypeVar("AnyGraph", bound=Graph)


def merge(graphs: Sequence[AnyGraph]) -> AnyGraph:
    """One graph of many, of the same class: (N,), (E,) and (S,) are joined end to end.

    Indices move along.
    """
    first_atom = _starts([len(graph.species) for graph in graphs])
    first_structure = _starts([len(graph.volume) for graph in graphs])
    like = graphs[0]
    joined = {}
    for field in fields(like):
        parts = [getattr(graph, field.name) for graph in graphs]
        if field.name in Graph.ATOM_INDEX:
            parts = _moved(parts, first_atom)
        elif field.name == "structure":
            parts = _moved(parts, first_structure)
        joined[field.name] = torch.cat(parts)
    return type(like)(**joined)


def split(graph: AnyGraph) -> list[AnyGraph]:
    """The S graphs that make up `graph`, as views of its tensors (N, ...) and (E, ...).

    This is the inverse of `merge`.
    """
    n_structures = len(graph.volume)
    of_pair = graph.structure[graph.center]  # (E,)
    atoms = torch.bincount(graph.structure, minlength=n_structures)  # (S,)
    pairs = torch.bincount(of_pair, minlength=n_structures)  # (S,)
    first_atom = _starts(atoms.tolist())
    parts: list[dict[str, Tensor]] = [{} for _ in range(n_structures)]
    for field in fields(graph):
        if field.name in graph.PER_STRUCTURE:
            sizes = torch.ones_like(atoms)
        elif field.name in graph.PER_PAIR:
            sizes = pairs
        else:
            sizes = atoms
        whole = getattr(graph, field.name)
        pieces = whole.split(sizes.tolist())
        for k, piece in enumerate(pieces):
            if field.name in Graph.ATOM_INDEX:
                piece = piece - first_atom[k]
            elif field.name == "structure":
                piece = torch.zeros_like(piece)
            parts[k][field.name] = piece
    return [type(graph)(**part) for part in parts]


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
    cutoff = a_cutoff(cutoff)
    graphs = []
    for k, structure in enumerate(structures):
        graphs.append(_graph_of_one(structure, cutoff, k))
    return merge(graphs)


def _graph_of_one(structure: Structure, cutoff: float, number: int) -> Graph:
    """The graph of a structure that errors call by its `number`."""
    center, neighbor, shifts = pairs_of_structure(structure, cutoff, number)
    positions = structure.positions
    cell = structure.cell
    own = positions.index_select(0, center)
    other = positions.index_select(0, neighbor)
    volume = cell.new_tensor(torch.nan)
    if structure.periodic.all():
        volume = cell.detach().det().abs()
    return Graph(
        species=structure.species,
        structure=torch.zeros(len(structure), dtype=torch.int64),
        volume=volume[None],
        center=center,
        neighbor=neighbor,
        vectors=other - own + shifts.to(cell) @ cell,
        positions=positions,
        cell=cell[None],
    )


def _sum_to(place: Tensor, values: Tensor, size: int) -> Tensor:  # (M, ...) -> (size, ...)
    """Values added up on the place of each (M,)."""
    shape = values.shape[1:]
    zeros = values.new_zeros(size, *shape)
    return zeros.index_add(0, place, values)


def _moved(indices: Sequence[Tensor], starts: Sequence[int]) -> list[Tensor]:
    """The indices of every part, counted from where the part begins when all are joined."""
    return [part + start for part, start in zip(indices, starts, strict=True)]


def _starts(sizes: Sequence[int]) -> list[int]:
    """Where each part begins when parts of these sizes are joined end to end.

    >>> _starts([3, 1, 2])
    [0, 3, 4]
    """
    starts = []
    total = 0
    for size in sizes:
        starts.append(total)
        total += size
    return starts
