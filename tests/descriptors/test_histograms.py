"""Histograms against ASE's neighbour lists and angles, in molecules and in crystals."""

import numpy as np
import pytest
from ase import Atoms
from ase.neighborlist import neighbor_list

from helpers.specimens import STRUCTURES, ethanol
from mlp_course.data import load
from mlp_course.descriptors import (
    angle_histogram,
    bond_angle,
    pair_histogram,
    three_body_histogram,
    two_body_histogram,
)
from mlp_course.graph import build_graph
from mlp_course.structures import to_ase

EDGES = np.linspace(0.5, 4.03, 13)  # Å
ANGLES = np.linspace(0, np.pi, 17)


def pairs_of_ase(atoms: Atoms, elements, edges) -> np.ndarray:
    i, j, d = neighbor_list("ijd", atoms, float(edges[-1]))
    out = np.zeros((len(atoms), len(elements), len(edges) - 1))
    for a, b, r in zip(i, j, d, strict=True):
        out[a, elements.index(atoms.numbers[b])] += (edges[:-1] <= r) & (r < edges[1:])
    return out


def angles_of_ase(atoms: Atoms, cutoff: float, edges) -> np.ndarray:
    i, _, v = neighbor_list("ijD", atoms, cutoff)
    out = np.zeros((len(atoms), len(edges) - 1))
    for a in range(len(atoms)):
        near = v[i == a]
        for k in range(len(near)):
            for m in range(k):
                cosine = near[k] @ near[m] / np.linalg.norm(near[k]) / np.linalg.norm(near[m])
                out[a] += np.histogram(np.arccos(np.clip(cosine, -1, 1)), edges)[0]
    return out


@pytest.mark.parametrize("name", STRUCTURES)
def test_histograms_of_a_graph_equal_those_of_ase(name):
    structure = STRUCTURES[name]
    atoms, elements = to_ase(structure), sorted({1, 6, 8, 14} | set(structure.species.tolist()))
    graph = build_graph(structure, EDGES[-1])
    assert np.array_equal(
        pair_histogram(graph, elements, EDGES), pairs_of_ase(atoms, elements, EDGES)
    )
    near = build_graph(structure, 2.7)
    assert np.array_equal(angle_histogram(near, ANGLES), angles_of_ase(atoms, 2.7, ANGLES))


def test_histograms_of_real_silica_equal_those_of_ase():
    frame = load("silica", group="melt")[0]
    graph, atoms = build_graph(frame.structure, EDGES[-1]), to_ase(frame.structure)
    assert np.array_equal(
        pair_histogram(graph, [14, 8], EDGES), pairs_of_ase(atoms, [14, 8], EDGES)
    )


def test_a_molecule_needs_no_graph():
    structure = ethanol()
    positions, numbers = structure.positions.numpy(), structure.species.numpy()
    atoms = to_ase(structure)
    ours = two_body_histogram(positions.tolist(), numbers.tolist(), [1, 6, 8], EDGES)
    assert np.array_equal(ours, pairs_of_ase(atoms, [1, 6, 8], EDGES))
    assert np.array_equal(
        three_body_histogram(positions, 2.0, ANGLES), angles_of_ase(atoms, 2.0, ANGLES)
    )


def test_an_element_that_is_absent_or_not_asked_for():
    positions, numbers = [[0, 0, 0], [0, 0, 1.0], [0, 1.0, 0]], [8, 1, 6]
    counted = two_body_histogram(positions, numbers, [14, 1], [0.5, 1.2])
    assert counted[:, :, 0].tolist() == [[0, 1], [0, 0], [0, 0]]


def test_one_atom_has_no_neighbours():
    assert two_body_histogram([[0, 0, 0]], [8], [8], [0.0, 1.0]).tolist() == [[[0.0]]]
    assert three_body_histogram([[0, 0, 0]], 2.0, [0.0, 4.0]).tolist() == [[0.0]]


def test_a_straight_angle_is_counted():
    assert three_body_histogram([[0, 0, 0], [0, 0, 1], [0, 0, -1]], 1.5, ANGLES)[0, -1] == 1


@pytest.mark.parametrize("degrees", [0, 1e-5, 60, 90, 179.99999, 180])
def test_bond_angle_equals_ase_and_is_never_nan(degrees):
    r_k = [np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0]
    angle = bond_angle([0, 0, 0], [0.3, 0, 0], r_k)
    assert abs(angle - np.radians(degrees)) < 1e-14
    atoms = Atoms("H3", [[0.3, 0, 0], [0, 0, 0], r_k])
    assert abs(np.degrees(angle) - atoms.get_angle(0, 1, 2)) < 1e-5


@pytest.mark.parametrize("edges", [[1.0], [1.0, 1.0], [2.0, 1.0], [[0.0, 1.0]]])
def test_edges_must_increase(edges):
    with pytest.raises(ValueError, match="numbers that increase"):
        three_body_histogram([[0, 0, 0]], 1.0, edges)


def test_an_angle_needs_two_directions():
    with pytest.raises(ValueError, match="two directions"):
        bond_angle([0, 0, 0], [0, 0, 0], [1, 0, 0])
