"""Pairs, triples and batches: against ASE, against brute force, and there and back."""

import itertools

import ase
import numpy as np
import pytest
import torch
from ase.neighborlist import neighbor_list

from helpers.specimens import CUTOFF, INVALID, STRUCTURES, atom, crystal, ethanol, invalid
from mlp_course.graph import build_graph, merge, split
from mlp_course.structures import Structure, from_ase, to_ase


def random_atoms(rng: np.random.Generator) -> ase.Atoms:
    """One to five atoms in a sheared cell, often smaller than the cutoff, some of them far outside
    it.
    """
    while True:
        cell = np.diag(rng.uniform(1.8, 6, 3)) + rng.normal(size=(3, 3)) * rng.choice([0.3, 1.2])
        n = rng.integers(1, 6)
        positions = rng.uniform(-1, 2, (n, 3)) @ cell * rng.choice([1, 3])
        atoms = ase.Atoms(
            numbers=[1] * n, positions=positions, cell=cell, pbc=rng.integers(0, 2, 3)
        )
        if abs(np.linalg.det(cell)) > 5 and not len(neighbor_list("d", atoms, 0.3)):
            return atoms


def rows(i, j, vectors) -> np.ndarray:
    """Pairs as sorted rows (E, 5), so that two lists can be compared."""
    table = np.c_[np.asarray(i), np.asarray(j), np.round(np.asarray(vectors), 7) + 0.0]
    return table[np.lexsort(table.T[::-1])]


@pytest.mark.parametrize("seed", range(60))
def test_pairs_equal_those_of_ase(seed):
    rng = np.random.default_rng(seed)
    atoms, cutoff = random_atoms(rng), rng.uniform(2.0, 5.5)
    graph = build_graph(from_ase(atoms), cutoff)
    ours, theirs = (
        rows(graph.center, graph.neighbor, graph.vectors),
        rows(*neighbor_list("ijD", atoms, cutoff)),
    )
    assert ours.shape == theirs.shape
    assert np.allclose(ours, theirs, atol=1e-6)


@pytest.mark.parametrize("name", STRUCTURES)
def test_pairs_of_every_specimen(name):
    structure = STRUCTURES[name]
    graph = build_graph(structure, CUTOFF)
    theirs = rows(*neighbor_list("ijD", to_ase(structure), CUTOFF))
    assert np.allclose(rows(graph.center, graph.neighbor, graph.vectors), theirs, atol=1e-6)


def test_pairs_come_in_both_directions_ordered_by_center():
    graph = build_graph(crystal(), CUTOFF)
    assert (graph.center.diff() >= 0).all()
    there = rows(graph.center, graph.neighbor, graph.vectors)
    back = rows(graph.neighbor, graph.center, -graph.vectors)
    assert np.allclose(there, back)


def test_triples_are_all_couples_of_pairs_that_share_a_center():
    graph = build_graph([crystal(), atom(), ethanol()], 3.0)
    wanted = [
        (p, q)
        for p, q in itertools.combinations(range(len(graph.center)), 2)
        if graph.center[p] == graph.center[q]
    ]
    assert list(zip(*(side.tolist() for side in graph.triples), strict=True)) == wanted


@pytest.mark.parametrize(
    "names", [tuple(STRUCTURES), tuple(reversed(STRUCTURES)), ("one atom", "one atom")]
)
def test_split_undoes_merge(names):
    alone = [build_graph(STRUCTURES[name], CUTOFF) for name in names]
    together = merge(alone)
    again = split(together)
    assert len(again) == len(alone)
    for a, b in zip(alone, again, strict=True):
        for field in ("species", "structure", "volume", "center", "neighbor", "vectors"):
            assert torch.equal(
                torch.nan_to_num(getattr(a, field)), torch.nan_to_num(getattr(b, field))
            )


def test_no_pair_joins_two_structures():
    graph = build_graph(list(STRUCTURES.values()), CUTOFF)
    assert torch.equal(graph.structure[graph.center], graph.structure[graph.neighbor])
    assert torch.bincount(graph.structure).tolist() == [len(s) for s in STRUCTURES.values()]


def test_sums():
    graph = build_graph([ethanol(), atom(), crystal()], CUTOFF)
    neighbors = graph.sum_to_center(torch.ones(len(graph.center), 2))
    assert torch.equal(neighbors[:, 0], torch.bincount(graph.center, minlength=14).float())
    assert graph.sum_to_structure(torch.ones(14)).tolist() == [9, 1, 4]


def test_distances_are_lengths_of_the_vectors():
    graph = build_graph(crystal(), CUTOFF)
    assert graph.distances.numpy() == pytest.approx(np.linalg.norm(graph.vectors.numpy(), axis=1))
    assert graph.distances.max() <= CUTOFF


def test_volume_only_where_there_is_one():
    graph = build_graph([crystal(), ethanol(), crystal((True, True, False))], CUTOFF)
    assert graph.volume[0].item() == pytest.approx(to_ase(crystal()).get_volume())
    assert graph.volume[1:].isnan().all()


def test_vectors_differentiate_to_positions_and_cell():
    structure = crystal()
    structure.positions.requires_grad_()
    structure.cell.requires_grad_()
    build_graph(structure, CUTOFF).vectors.square().sum().backward()
    assert structure.positions.grad.abs().max() > 0
    assert structure.cell.grad.abs().max() > 0


def test_no_atoms_and_no_neighbors_are_fine():
    empty = build_graph(from_ase(ase.Atoms()), CUTOFF)
    assert (len(empty.species), len(empty.center), len(empty.volume)) == (0, 0, 1)
    alone = build_graph(atom(), CUTOFF)
    assert alone.vectors.shape == (0, 3)
    assert [len(side) for side in alone.triples] == [0, 0]


@pytest.mark.parametrize("name", INVALID)
def test_nonsense_is_refused_and_the_structure_named(name):
    structure, message = invalid(name)
    with pytest.raises(ValueError, match=rf"structure 1 .*{message}"):
        build_graph([ethanol(), structure], CUTOFF)


def test_an_atom_on_the_image_of_another_is_refused():
    cell = 3.0 * torch.eye(3).double()
    structure = Structure(
        torch.stack([torch.zeros(3), cell[0].float()]).double(), torch.tensor([1, 1]), cell
    )
    with pytest.raises(ValueError, match="atoms 0 and 1 of structure 0 lie on top of each other"):
        build_graph(structure, CUTOFF)


@pytest.mark.parametrize("cutoff", [0.0, -1.0, float("nan"), float("inf")])
def test_a_cutoff_is_a_length(cutoff):
    with pytest.raises(ValueError, match="the cutoff must be a positive length in Å"):
        build_graph(ethanol(), cutoff)


def test_a_cutoff_far_beyond_a_molecule_costs_nothing():
    assert len(build_graph(ethanol(), 1e9).center) == 9 * 8


@pytest.mark.parametrize(
    "cell",
    [
        [[3, 0, 0], [0, 3, 0], [3, 3, 0]],
        [[3, 0, 0], [0, 3, 0], [0, 1e-6, 1e-5]],
        [[3, 0, 0], [6, 0, 0], [0, 0, 0]],
        [[1e-5, 0, 0], [0, 0, 0], [0, 0, 0]],
    ],
)
def test_a_flat_cell_is_refused(cell):
    structure = Structure(
        torch.zeros(1, 3).double(), torch.tensor([1]), torch.tensor(cell).double()
    )
    with pytest.raises(ValueError, match="the cell has no volume"):
        build_graph(structure, CUTOFF)


def test_nothing_is_no_batch():
    with pytest.raises(ValueError, match="at least one structure"):
        build_graph([], CUTOFF)
