"""What is particular to message passing.

Which shapes each generation tells apart, how far it hears, scales, files.
"""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from helpers.specimens import CUTOFF, ethanol, lennard_jones_frames, message_passing
from mlp_course import symmetry
from mlp_course.descriptors.counterexamples.lookalikes import REACH, Lookalikes, lookalikes
from mlp_course.graph import Graph, build_graph
from mlp_course.potentials import (
    MACE,
    ScalarMessages,
    TripleMessages,
    VectorMessages,
    evaluate,
    predict,
)
from mlp_course.potentials.messages.vector import VectorLayer
from mlp_course.structures import Structure
from mlp_course.training import Recipe, Trainer, fit
from mlp_course.training.batches import labelled_errors

GENERATIONS = (ScalarMessages, TripleMessages, VectorMessages, MACE)
SEEN = {  # shapes -> the generations that tell them apart
    "rings": {TripleMessages, VectorMessages, MACE},
    "torsion": {VectorMessages, MACE},
    "star": {TripleMessages, MACE},
    "bent methane": {MACE},
    "twisted cube": {TripleMessages},
}


def carbon(positions) -> Structure:
    positions = torch.as_tensor(np.asarray(positions, dtype=float))
    return Structure(positions, torch.full((len(positions),), 6), torch.zeros(3, 3).double())


def gap(family, pair: Lookalikes, **options) -> float:
    """Largest energy difference of two shapes over three networks with random weights, eV."""
    gaps = []
    for seed in range(3):
        potential = family(
            [6], REACH, channels=8, layers=1 if pair.central else 3, seed=seed, **options
        )
        a, b = (predict(potential, carbon(shape)).atomic_energy for shape in pair[:2])
        gaps.append(abs((a[0] - b[0] if pair.central else a.sum() - b.sum()).item()))
    return max(gaps)


@pytest.mark.parametrize("family", GENERATIONS)
@pytest.mark.parametrize("name", SEEN)
def test_which_shapes_a_generation_tells_apart(name, family):
    difference = gap(family, lookalikes()[name])
    assert difference > 1e-6 if family in SEEN[name] else difference < 1e-12


def test_four_bodies_need_three_factors():
    pair = lookalikes()["bent methane"]
    assert [gap(MACE, pair, correlation=order) > 1e-6 for order in (1, 2, 3)] == [
        False,
        False,
        True,
    ]


def test_a_second_layer_sees_the_twist_that_the_first_one_misses():
    cube, twisted, _ = lookalikes()["twisted cube"]
    potential = MACE([6], REACH, channels=8, layers=2)
    assert (
        abs(predict(potential, carbon(cube)).energy - predict(potential, carbon(twisted)).energy)
        > 1e-6
    )


# How far an atom hears.


def influence(potential, positions: Tensor) -> Tensor:
    """|∂E_0/∂r_j| (N,)."""
    graph = build_graph(carbon(positions), potential.cutoff)
    moved = positions.clone().requires_grad_()
    graph = replace(graph, vectors=moved[graph.neighbor] - moved[graph.center])
    return torch.autograd.grad(potential(graph)[0], moved)[0].norm(dim=1)


@pytest.mark.parametrize("family", GENERATIONS)
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_receptive_field_is_layers_times_cutoff(family, layers):
    row = torch.arange(16)[:, None] * torch.tensor([1.2, 0, 0]).double()
    felt = influence(family([6], 5.0, channels=4, layers=layers), row) > 0
    assert felt[: 4 * layers + 1].all()  # four atoms a hop: the next one is 6 Å away
    assert not felt[4 * layers + 1 :].any()


@pytest.mark.parametrize("family", GENERATIONS)
def test_fragments_that_a_gap_divides_feel_nothing_however_many_layers(family):
    potential = family([6], 2.0, channels=4, layers=4)
    pair = carbon(
        [[0, 0, 0], [1.5, 0, 0], [3.6, 0, 0], [5.1, 0, 0]]
    )  # the gap of 2.1 Å is beyond the cutoff
    alone = carbon([[0, 0, 0], [1.5, 0, 0]])
    assert predict(potential, pair).energy.item() == pytest.approx(
        2 * predict(potential, alone).energy.item(), abs=1e-12
    )


# Broken twins.


class CrossProduct(VectorLayer):
    """Adds a vector made of two others: an arrow that does not turn along with a reflection."""

    def forward(self, state, pairs, graph, kind):
        h, V = super().forward(state, pairs, graph, kind)
        return h + (V * torch.linalg.cross(V.roll(1, 2), V.roll(2, 2), dim=1)).sum(dim=1), V


class Componentwise(VectorLayer):
    """Treats x, y and z as three numbers."""

    def forward(self, state, pairs, graph, kind):
        h, V = super().forward(state, pairs, graph, kind)
        return h, torch.tanh(V)


def with_layers(layer) -> VectorMessages:
    family = type(
        "Broken",
        (VectorMessages,),
        {"make_layer": lambda self, t, layers: layer(self.channels, self.radial)},
    )
    return message_passing(family)


def test_a_wrong_cross_term_is_seen_by_reflection_and_component_functions_by_rotation():
    turn = symmetry.random_rotation(np.random.default_rng(0))
    assert symmetry.rotation_error(with_layers(VectorLayer), ethanol(), turn) < 1e-10
    assert symmetry.rotation_error(with_layers(VectorLayer), ethanol(), -turn) < 1e-10
    assert symmetry.rotation_error(with_layers(CrossProduct), ethanol(), -turn) > 1e-8
    assert symmetry.rotation_error(with_layers(Componentwise), ethanol(), turn) > 1e-8


def test_a_bias_in_the_radial_network_is_seen_at_the_cutoff():
    """A pair then speaks at any distance; its message jumps to zero where the pair is dropped."""
    potential = message_passing(ScalarMessages)
    near, far = (carbon([[0, 0, 0], [r, 0, 0]]) for r in (CUTOFF - 1e-7, CUTOFF + 1e-7))
    jump = lambda: abs(predict(potential, near).energy - predict(potential, far).energy).item()  # noqa: E731
    assert jump() < 1e-12
    for layer in potential.layers:
        layer.message.filter[2].bias = torch.nn.Parameter(torch.ones(4).double())
    assert jump() > 1e-4


def test_no_triple_is_listed_but_by_the_second_generation(monkeypatch):
    monkeypatch.setattr(Graph, "triples", property(lambda self: pytest.fail("triples were listed")))
    for family in (ScalarMessages, VectorMessages, MACE):
        predict(message_passing(family), ethanol())
    with pytest.raises(pytest.fail.Exception):
        predict(message_passing(TripleMessages), ethanol())


# Settings, scales, precision, files.


def test_an_element_that_it_was_not_made_for_is_refused():
    with pytest.raises(ValueError, match="atomic number 8 is not one of"):
        predict(MACE([1, 6], 4.0), ethanol())


def test_calibration_finds_the_energy_of_each_element_and_what_is_left():
    potential, true = message_passing(MACE), torch.tensor([-13.0, -1000.0, -2000.0]).double()
    structures = [carbon(np.eye(3)[:n] * 1.5) for n in (1, 2, 3)] + [ethanol()]
    structures.append(
        Structure(structures[2].positions, torch.tensor([1, 6, 8]), torch.zeros(3, 3).double())
    )
    graph = build_graph(structures, CUTOFF)
    count = graph.sum_to_structure(
        torch.stack([graph.species == z for z in (1, 6, 8)], dim=1).double()
    )
    potential.calibrate(graph, count @ true)
    assert torch.allclose(potential.reference, true)
    assert potential.scale == 1  # nothing is left over
    assert potential.neighbors == pytest.approx(len(graph.center) / len(graph.species))
    noise = torch.tensor([0.3, -0.2, 0.1, 0.4, -0.5]).double()
    potential.calibrate(graph, count @ true + noise)
    rest = (count @ (true - potential.reference) + noise) / count.sum(dim=1).sqrt()
    assert potential.scale.item() == pytest.approx(rest.square().mean().sqrt().item())


@pytest.mark.parametrize("family", GENERATIONS)
def test_in_single_precision_the_energies_are_as_good_as_in_double(family):
    single, double = (
        family([1, 6, 8], CUTOFF, channels=4, dtype=dtype)
        for dtype in (torch.float32, torch.float64)
    )
    double.load_state_dict(single.state_dict())
    for potential in (single, double):
        potential.reference.copy_(torch.tensor([-13.0, -1000.0, -2000.0]))
        potential.neighbors.fill_(8.0)
    a, b = predict(single, ethanol()), predict(double, ethanol())
    assert a.energy.dtype == a.forces.dtype == torch.float64
    assert (a.energy - b.energy).abs() < 1e-5  # float32 itself would round -4000 eV to 2e-4
    assert (a.forces - b.forces).abs().max() < 1e-4
    assert not torch.equal(a.forces, b.forces)


@pytest.mark.parametrize("family", GENERATIONS)
def test_every_generation_learns(family):
    frames = lennard_jones_frames(24)
    potential = family([1, 6, 8], CUTOFF, channels=8, seed=1)
    trainer = Trainer(
        potential, frames[:16], recipe=Recipe(epochs=40, batch_size=4, learning_rate=1e-2)
    )
    before = labelled_errors(potential, frames[16:]).force_rmse_mev_per_angstrom
    fit(trainer)
    assert labelled_errors(potential, frames[16:]).force_rmse_mev_per_angstrom < before / 2


@pytest.mark.parametrize("family", GENERATIONS)
def test_a_saved_network_is_the_same_again(family, tmp_path):
    potential = message_passing(family)
    potential.save(tmp_path / "network.pt")
    again = family.load(tmp_path / "network.pt")
    assert torch.equal(predict(again, ethanol()).forces, predict(potential, ethanol()).forces)


def test_another_family_is_refused_in_one_sentence(tmp_path):
    message_passing(MACE).save(tmp_path / "network.pt")
    with pytest.raises(
        ValueError, match=r"network\.pt is not a saved ScalarMessages, but a MACE\.$"
    ):
        ScalarMessages.load(tmp_path / "network.pt")


def test_the_seed_decides_the_weights_and_nothing_else():
    state = torch.get_rng_state()
    one, same, other = (MACE([1, 6], 4.0, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(state, torch.get_rng_state())
    assert torch.equal(one.embedding, same.embedding)
    assert not torch.equal(one.embedding, other.embedding)


def test_features_are_the_scalars_after_each_layer():
    potential = message_passing(MACE)
    features = potential.features(build_graph(ethanol(), CUTOFF))
    assert [tuple(h.shape) for h in features] == [(9, 4), (9, 4)]
    turned = replace(
        ethanol(),
        positions=ethanol().positions @ torch.tensor([[0, 1, 0], [0, 0, 1], [1.0, 0, 0]]).double(),
    )
    assert torch.allclose(
        potential.features(build_graph(turned, CUTOFF))[1], features[1], atol=1e-12
    )


def test_training_gradients_are_right():
    """Derivative of a force with respect to a weight, against finite differences."""
    potential, graph = message_passing(MACE), build_graph(ethanol(), CUTOFF)
    weight = potential.layers[0].scalar_weights

    def force() -> Tensor:
        return evaluate(potential, graph, train=True).forces[3, 1]

    (slope,) = torch.autograd.grad(force(), weight)
    index, step = (1, 5, 2), 1e-5
    with torch.no_grad():
        weight[index] += step
    up = force().item()
    with torch.no_grad():
        weight[index] -= 2 * step
    assert slope[index].item() == pytest.approx(
        (up - force().item()) / (2 * step), rel=1e-5, abs=1e-9
    )
