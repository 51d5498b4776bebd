"""What is particular to Behler-Parrinello networks: one for each element, and their scales."""

import pytest
import torch
from torch import nn

from helpers.specimens import CUTOFF, crystal, ethanol, outsider
from mlp_course.descriptors import ACSF
from mlp_course.graph import build_graph
from mlp_course.potentials import BehlerParrinello, evaluate, predict
from mlp_course.potentials.layers import smooth_network
from mlp_course.symmetry import force_error


def network(elements=(1, 6, 8), **settings) -> BehlerParrinello:
    return BehlerParrinello(ACSF(elements, CUTOFF), **settings)


def test_each_element_has_its_own_network():
    potential, structure = network(), ethanol()
    before = predict(potential, structure).atomic_energy
    with torch.no_grad():
        for weight in potential.networks[0].parameters():  # hydrogen's
            weight.mul_(2)
    changed = predict(potential, structure).atomic_energy != before
    assert torch.equal(changed, structure.species == 1)


def test_seed_decides_the_starting_weights_and_nothing_else():
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    a, b, c = network(seed=4), network(seed=4), network(seed=5)
    assert torch.equal(torch.rand(3), expected)  # the global stream is left alone
    assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters(), strict=True))
    assert not torch.equal(next(a.parameters()), next(c.parameters()))


def test_weights_are_double_and_trainable_scales_are_not():
    potential = network()
    assert {p.dtype for p in potential.parameters()} == {torch.float64}
    assert {"reference", "mean", "scale"} <= set(potential.state_dict())
    assert not any("scale" in name for name, _ in potential.named_parameters())


def test_calibration_finds_the_energies_of_the_elements():
    """Compositions differ, energies are sums: least squares is exact."""
    potential, structures = network(), [ethanol(), crystal(), outsider()]
    graph = potential.prepare(build_graph(structures, CUTOFF))
    true = torch.tensor([-13.0, -1000.0, -2000.0]).double()
    count = torch.stack(
        [torch.bincount(s.species, minlength=9)[[1, 6, 8]] for s in structures]
    ).double()
    potential.calibrate(graph, count @ true)
    assert potential.reference.numpy() == pytest.approx(true.numpy(), rel=1e-10)


def test_one_composition_determines_only_the_sum():
    potential = network()
    graph = potential.prepare(build_graph([ethanol(), ethanol()], CUTOFF))
    potential.calibrate(graph, torch.tensor([-4200.0, -4200.2]).double())
    assert (potential.reference * torch.tensor([6.0, 2, 1])).sum().item() == pytest.approx(-4200.1)


def test_calibrated_features_have_mean_zero_and_spread_one():
    potential = network()
    graph = potential.prepare(build_graph([ethanol(), crystal(), outsider()], CUTOFF))
    potential.calibrate(graph, torch.zeros(3).double())
    own = (graph.features[graph.species == 1] - potential.mean[0]) / potential.scale[0]
    spread = own.std(dim=0, correction=0)
    varies = graph.features[graph.species == 1].std(dim=0, correction=0) > 1e-3
    assert own.mean(dim=0).abs().max() < 1e-10
    assert spread[varies].numpy() == pytest.approx(1)
    assert (potential.scale[0][~varies] == 1).all()  # hardly varies: only centred
    assert not varies.all()


def test_calibration_on_one_structure_stays_finite():
    potential = network()
    graph = potential.prepare(build_graph(ethanol(), CUTOFF))
    potential.calibrate(graph, torch.tensor([-10.0]).double())
    assert predict(potential, crystal()).forces.isfinite().all()
    assert force_error(potential, ethanol(), step=1e-5) < 1e-6


def test_an_element_absent_from_training_is_left_alone():
    potential = network((1, 6, 8, 14))
    potential.calibrate(
        potential.prepare(build_graph(ethanol(), CUTOFF)), torch.tensor([-10.0]).double()
    )
    assert (potential.scale[3] == 1).all()
    assert (potential.mean[3] == 0).all()
    assert abs(potential.reference[3]) < 1e-12


def test_an_unknown_element_is_refused():
    with pytest.raises(ValueError, match=r"atomic number 8 is not one of \[1, 6\]"):
        predict(network((1, 6)), ethanol())


def test_networks_are_smooth():
    layers = smooth_network(3, (5, 4))
    assert [type(layer) for layer in layers] == [nn.Linear, nn.Tanh, nn.Linear, nn.Tanh, nn.Linear]
    assert layers(torch.zeros(7, 3).double()).shape == (7, 1)


def test_energy_of_a_batch_is_differentiable_with_respect_to_the_weights_of_present_elements():
    potential = network((1, 6, 8, 14))
    evaluate(potential, build_graph(ethanol(), CUTOFF), train=True).energy.sum().backward()
    used = [
        any(p.grad is not None and p.grad.abs().max() > 0 for p in net.parameters())
        for net in potential.networks
    ]
    assert used == [True, True, True, False]
