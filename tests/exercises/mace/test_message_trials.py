"""What the exercises of lesson 05 are graded with.

Right answers pass, and shapes are told apart as theory says.
"""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from mlp_course import angular, plots, radial
from mlp_course.descriptors.counterexamples.lookalikes import (
    REACH,
    TETRAHEDRON,
    lookalikes,
    path,
    ring,
)
from mlp_course.exercises.mace import equivariance, harmonics, messages, radial_functions
from mlp_course.exercises.mace.reach import atom_number, furthest
from mlp_course.quiz import concepts, questions
from mlp_course.symmetry import random_rotation


def shifted(shape, far=20.0):
    return np.vstack([shape, shape + np.array([far, 0, 0])])


# Which shapes messages of distances tell apart.


@pytest.mark.parametrize(("name", "rounds"), [("rings", None), ("torsion", None), ("star", None)])
def test_shapes_that_no_number_of_rounds_tells_apart(name, rounds):
    assert messages.told_apart(lookalikes()[name][:2], REACH) is rounds


def test_a_longer_reach_tells_them_apart_at_once():
    assert messages.told_apart(lookalikes()["star"][:2], 3.0) == 1


def test_a_path_of_eight_and_two_paths_of_four_need_a_round_for_each_step():
    line = np.arange(8)[:, None] * np.array([1.0, 0, 0])
    assert messages.told_apart([line, shifted(line[:4])], 1.5) == 1  # four ends, not two
    long, short = (
        np.arange(10)[:, None] * np.array([1.0, 0, 0]),
        np.arange(6)[:, None] * np.array([1.0, 0, 0]),
    )
    unequal = [
        np.vstack([long, short + np.array([0, 30, 0])]),
        shifted(np.arange(8)[:, None] * np.array([1.0, 0, 0]), 30.0),
    ]
    assert (
        messages.told_apart(unequal, 1.5) == 4
    )  # the ends are heard of one hop further in every round


def test_rounding_is_no_difference():
    a, b = lookalikes()["rings"][:2]
    noise = 1e-9 * np.random.default_rng(0).normal(size=a.shape)
    assert messages.told_apart([a, b + noise], REACH) is None
    assert messages.told_apart([a, b * (1 + 1e-4)], REACH) == 1


def test_a_right_pair_has_no_fault_in_any_form():
    a, b = (2.5 * shape for shape in lookalikes()["star"][:2])
    for answer in ((a, b), [a.tolist(), b.tolist()], (torch.as_tensor(a), torch.as_tensor(b))):
        assert messages.blind_fault(answer) == ""


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (lambda a: a @ random_rotation(np.random.default_rng(0)).T, "the same shape"),
        (lambda a: a * [1, 1, -1], "mirror images"),
        (lambda a: 1.01 * a, "do tell these two apart"),
        (lambda a: a * np.nan, "finite"),
        (lambda a: a[:3], "one shape"),
        (lambda a: 0 * a, "on top of each other"),
    ],
)
def test_what_is_wrong_with_a_pair_is_said(second, said):
    a = np.random.default_rng(3).normal(size=(6, 3)) * 2
    assert said in messages.blind_fault((a, second(a)))


def test_what_is_out_of_hearing_may_differ():
    assert messages.blind_fault(([[0, 0, 0], [8, 0, 0]], [[0, 0, 0], [9, 0, 0]])) == ""
    bent, straight = (
        [[-4.0, 0, 0], [0, 0, 0], [4 * np.cos(a), 4 * np.sin(a), 0]] for a in (0.6, 0.0)
    )
    assert messages.blind_fault((bent, straight)) == ""


def test_bonds_of_the_lookalikes_and_nothing_else_are_within_reach():
    for name in ("rings", "torsion", "star"):
        for shape in lookalikes()[name][:2]:
            r = np.linalg.norm(shape[:, None] - shape, axis=-1)
            near = r[(r > 0) & (r < REACH)]
            assert np.allclose(near, 1.5)
    assert np.allclose(np.linalg.norm(TETRAHEDRON, axis=1), 1)
    assert ring(6).shape == (6, 3)
    assert np.linalg.norm(path(0.0)[0] - path(0.0)[3]) < np.linalg.norm(
        path(180.0)[0] - path(180.0)[3]
    )


# Right answers in the library's words.


def test_the_library_passes_its_own_trials():
    radial_functions.examine_bessel(
        radial.bessel_basis, torch.tensor([0.0, 1.0, 3.3]).double(), 4.0, 5
    )
    radial_functions.examine_cutoff(
        radial.polynomial_cutoff, torch.tensor([0.0, 1.0, 3.3, 4.4]).double(), 4.0, 5
    )
    harmonics.examine_harmonics(angular.spherical_harmonics, harmonics.vectors(5))
    for seed in range(3):
        harmonics.examine_bispectrum(harmonics.matrix_product, seed)


def test_harmonics_of_the_trials_are_orthonormal():
    z, weights = np.polynomial.legendre.leggauss(8)
    phi = 2 * np.pi * np.arange(12) / 12
    s = np.sqrt(1 - z**2)
    grid = np.stack(
        [np.outer(s, np.cos(phi)), np.outer(s, np.sin(phi)), np.outer(z, np.ones(12))], axis=-1
    )
    Y = harmonics.real_harmonics(torch.from_numpy(grid.reshape(-1, 3)))
    w = torch.from_numpy(np.repeat(weights, 12) * 2 * np.pi / 12)
    assert torch.allclose(Y.T @ (w[:, None] * Y), torch.eye(9).double(), atol=1e-12)


@pytest.mark.parametrize("name", equivariance.LAYERS)
def test_every_broken_layer_is_broken(name):
    layer, _ = equivariance.LAYERS[name]
    x = harmonics.vectors(0)
    for seed in range(5):
        turn = torch.from_numpy(random_rotation(np.random.default_rng(seed)))
        assert (layer(x @ turn.T) - layer(x) @ turn.T).norm() > 0.01 * layer(x).norm()


def test_the_sound_layer_is_sound():
    x, turn = harmonics.vectors(0), torch.from_numpy(random_rotation(np.random.default_rng(1)))
    f = equivariance.sums_and_products
    assert torch.allclose(f(x @ turn.T), f(x) @ turn.T, atol=1e-12)


@pytest.mark.parametrize(("cutoff", "layers"), [(2.5, 2), (3.5, 3), (4.5, 2)])
def test_how_far_descriptors_see(cutoff, layers):
    assert furthest(cutoff, layers) == (int(cutoff), layers * int(cutoff))


@pytest.mark.parametrize("said", [3, 3.0, np.int64(3), np.float32(3), np.array(3), torch.tensor(3)])
def test_a_whole_number_may_come_in_any_type(said):
    assert atom_number(said, "fixed") == 3


@pytest.mark.parametrize(
    "said", [None, "3 A", 3.5, -1, True, np.True_, np.nan, np.inf, [3], np.array([3, 4])]
)
def test_what_is_no_number_of_an_atom_is_said(said):
    with pytest.raises(AssertionError, match="'fixed' is the number of an atom"):
        atom_number(said, "fixed")


def test_mixed_precision_is_explained():
    def mixed(x):
        return torch.zeros(2, 2).index_add(0, torch.tensor([0, 1]), x)

    with pytest.raises(AssertionError, match="mixed precisions"):
        messages.tensor_call(mixed, torch.ones(2, 2).double())
    with pytest.raises(RuntimeError, match=r"shape|size"):
        messages.tensor_call(lambda x: x @ torch.ones(3, 3).double(), torch.ones(2, 2).double())


# Question 28, the whole of it.


def states(text: str) -> list[str]:
    return list(concepts.judge(text, questions.IDEAS["q28_learned_answer"]).values())


def test_the_worked_answer_has_every_idea(course):
    cells = json.loads((course / "solutions/05-mace/05-mace.ipynb").read_text(encoding="utf-8"))[
        "cells"
    ]
    (source,) = (
        "".join(c["source"])
        for c in cells
        if c["metadata"].get("nbgrader", {}).get("grade_id") == "q28_learned_answer"
    )
    text = source.split("=== END MARK SCHEME ===")[1]
    assert set(states(text)) == {"present"}
    assert 50 <= len(text.split()) <= 150


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        ("Fixed descriptors are trained together with the network.", 0),
        ("Learned descriptors have no weights.", 3),
        ("Message passing gives long-range forces.", 4),
        ("With vectors inside, the energy depends on the orientation.", 5),
    ],
)
def test_misconceptions_are_contradicted(text, idea):
    assert states(text)[idea] == "contradicted"


def test_a_short_answer_lacks_ideas():
    said = states(
        "A fixed descriptor is SOAP. "
        "A learned descriptor is learned with message passing from the data."
    )
    assert said.count("missing") >= 4


# Drawings.


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def test_a_skeleton_joins_bonds_or_spokes():
    cube = lookalikes()["twisted cube"].second
    assert len(plots.skeleton(ring(6), bond=1.7).lines) == 6
    assert len(plots.skeleton(cube, bond=1.7, star=True).lines) == 8
    assert len(plots.skeleton(cube, bond=1.7).lines) > 8


def test_a_table_of_verdicts_says_what_looks_alike():
    ax = plots.verdicts(
        [[0.0, 0.2, 1e-12]], ["scalars"], ["a", "b", "c"], unit="eV", ax=plt.subplots()[1]
    )
    assert [text.get_text() for text in ax.texts] == ["alike", "2e-01 eV", "alike"]
    assert ax.images[0].get_array().tolist() == [[False, True, False]]


def test_a_round_of_messages_is_drawn():
    said = {text.get_text() for text in plots.message_round().texts}
    assert {"NN1", "NN2", "Σ"} <= said
