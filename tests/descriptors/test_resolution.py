"""What can be read off a descriptor.

Nearest structures, and a linear fit with each structure left out in turn.
"""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

from helpers.specimens import ethanol
from mlp_course.data import load
from mlp_course.descriptors import (
    cluster_eigenvalues,
    coulomb_eigenvalues,
    leave_one_out_error,
    mean_by_element,
    recognised,
)
from mlp_course.descriptors.resolution import PENALTIES
from mlp_course.graph import build_graph


def refitted(x: np.ndarray, y: np.ndarray, penalty: float) -> float:
    """The same error by really refitting, with the intercept left free."""
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    misses = []
    for s in range(len(y)):
        rest = np.arange(len(y)) != s
        shift, level = x[rest].mean(axis=0), y[rest].mean()
        a, b = x[rest] - shift, y[rest] - level
        w = np.linalg.solve(a.T @ a + penalty * x.shape[1] * np.eye(x.shape[1]), a.T @ b)
        misses.append(y[s] - level - (x[s] - shift) @ w)
    return float(np.sqrt(np.mean(np.square(misses))))


def test_leaving_out_equals_refitting():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(30, 4))
    y = x @ [1.0, -2.0, 0.5, 0.0] + 0.3 * rng.normal(size=30) - 7.0
    assert abs(leave_one_out_error(x, y) / min(refitted(x, y, p) for p in PENALTIES) - 1) < 0.01


def test_a_useless_descriptor_leaves_the_spread():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(200, 3)), rng.normal(size=200)
    assert 0.95 < leave_one_out_error(x, y) / y.std() < 1.05
    assert 0.99 < leave_one_out_error(np.ones((200, 1)), y) / y.std() < 1.02


def test_recognised_needs_another_structure_of_the_same_label():
    assert recognised([[0.0], [0.1], [0.2]], ["a", "b", "a"]) == 0
    assert recognised([[0.0], [0.1], [9.0], [9.1]], ["a", "a", "b", "b"]) == 1


def test_mean_by_element():
    graph = build_graph([ethanol(), ethanol()], 2.0)
    features = torch.arange(18.0).reshape(9, 2).repeat(2, 1)
    means = mean_by_element(features, graph, [8, 6])
    carbon, oxygen = (graph.species[:9] == z for z in (6, 8))
    wanted = torch.cat([features[:9][oxygen].mean(0), features[:9][carbon].mean(0)]).double()
    assert_close(means, wanted.repeat(2, 1))
    with pytest.raises(ValueError, match="no atom of atomic number 14"):
        mean_by_element(features, graph, [14])


def test_cluster_eigenvalues_are_those_of_the_atoms_around():
    structure = load("silica", group="quartz")[0].structure
    graph = build_graph(structure, 2.2)
    ours = cluster_eigenvalues(graph, 6)
    atom = int((structure.species == 14).nonzero()[0])
    around = graph.vectors[graph.center == atom].numpy()
    wanted = coulomb_eigenvalues(np.vstack([np.zeros(3), around]), [14] + [8] * len(around))
    assert (
        np.abs(ours[atom, : len(wanted)] - wanted).max() < 1e-10
        and not ours[atom, len(wanted) :].any()
    )
    with pytest.raises(ValueError, match="a size of 5 is needed"):
        cluster_eigenvalues(graph, 4)
