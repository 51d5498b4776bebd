"""What is particular to moment potentials.

Tensors, invariants, one radial function for every couple of elements.
"""

from dataclasses import replace

import numpy as np
import pytest
import torch

from helpers.specimens import (
    CUTOFF,
    STRUCTURES,
    crystal,
    ethanol,
    lennard_jones_frames,
    moment_potential,
    outsider,
)
from mlp_course.angular import traceless_tensors
from mlp_course.graph import Graph, build_graph
from mlp_course.potentials import MomentPotential, evaluate, predict
from mlp_course.potentials.networks import moment
from mlp_course.structures import Structure
from mlp_course.symmetry import random_rotation
from mlp_course.training import Recipe, Trainer, fit
from mlp_course.training.batches import labelled_errors


def directions(n: int = 20) -> torch.Tensor:
    vectors = torch.from_numpy(np.random.default_rng(0).normal(size=(n, 3)))
    return vectors / vectors.norm(dim=1, keepdim=True)


def features(structure: Structure, potential: MomentPotential | None = None) -> torch.Tensor:
    return (potential or moment_potential()).features(build_graph(structure, CUTOFF)).detach()


def turned(structure: Structure, matrix: np.ndarray) -> Structure:
    matrix = torch.from_numpy(matrix)
    return replace(
        structure, positions=structure.positions @ matrix.T, cell=structure.cell @ matrix.T
    )


# Tensors and invariants.


def test_products_of_tensors_depend_on_the_angle_alone():
    """1, cos θ and cos²θ - 1/3: Legendre polynomials but for a factor."""
    u = directions()
    cosine = u @ u.T
    for tensor, wanted in zip(
        traceless_tensors(u), (torch.ones_like(cosine), cosine, cosine**2 - 1 / 3), strict=True
    ):
        assert torch.allclose(tensor @ tensor.T, wanted, atol=1e-12)


def test_the_second_tensor_has_no_trace():
    assert traceless_tensors(directions())[2][:, :3].sum(dim=1).abs().max() < 1e-12


def feature_error(structure: Structure, matrix: np.ndarray) -> float:
    return (features(turned(structure, matrix)) - features(structure)).abs().max().item()


@pytest.mark.parametrize("name", STRUCTURES)
def test_features_are_invariant(name):
    structure = STRUCTURES[name]
    for seed in range(2):
        assert feature_error(structure, random_rotation(np.random.default_rng(seed))) < 1e-12
    assert feature_error(structure, -np.eye(3)) < 1e-12
    order = torch.arange(len(structure)).flip(0)
    relabelled = replace(
        structure, positions=structure.positions[order], species=structure.species[order]
    )
    assert torch.allclose(features(relabelled), features(structure)[order], atol=1e-12)


def without_root(u):
    """The matrix written as six numbers, and forgotten that three of them stand for two entries."""
    scalar, vector, tensor = traceless_tensors(u)
    return scalar, vector, tensor * torch.tensor([1, 1, 1, 0.5**0.5, 0.5**0.5, 0.5**0.5])


def test_a_tensor_written_wrongly_is_seen(monkeypatch):
    rotation = random_rotation(np.random.default_rng(0))
    assert feature_error(ethanol(), rotation) < 1e-12
    monkeypatch.setattr(moment, "traceless_tensors", without_root)
    assert feature_error(ethanol(), rotation) > 1e-3


def test_there_are_as_many_features_as_promised():
    for channels in (1, 2, 5):
        potential = MomentPotential([1, 6, 8], CUTOFF, channels=channels)
        assert features(ethanol(), potential).shape == (9, potential.size)
        assert potential.size == channels + channels * (channels + 1)


def test_angles_are_seen():
    """Three atoms around a fourth: the same distances, other angles."""
    flat = torch.tensor(
        [[0, 0, 0], [1, 0, 0], [-0.5, 3**0.5 / 2, 0], [-0.5, -(3**0.5) / 2, 0]]
    ).double()
    corner = torch.cat([torch.zeros(1, 3), torch.eye(3)]).double()
    species, molecule = torch.tensor([8, 1, 1, 1]), torch.zeros(3, 3).double()
    a, b = (features(Structure(positions, species, molecule))[0] for positions in (flat, corner))
    scalars = moment_potential().channels
    assert torch.allclose(a[:scalars], b[:scalars])
    assert (a[scalars:] - b[scalars:]).abs().max() > 1e-3


def test_elements_of_centre_and_neighbour_are_seen():
    pair = torch.tensor([[0.0, 0, 0], [1.2, 0, 0]]).double()
    made = {}
    for couple in ([8, 1], [1, 8], [8, 6], [8, 8]):
        made[tuple(couple)] = features(
            Structure(pair, torch.tensor(couple), torch.zeros(3, 3).double())
        )[0]
    for couple in ([1, 8], [8, 6], [8, 8]):
        assert not torch.allclose(made[8, 1], made[tuple(couple)], rtol=1e-3)


def test_no_triple_of_atoms_is_listed(monkeypatch):
    monkeypatch.setattr(Graph, "triples", property(lambda self: pytest.fail("triples were listed")))
    predict(moment_potential(), crystal())


# Settings and scales.


def test_each_element_has_its_own_network():
    potential, structure = moment_potential(), ethanol()
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
    a, b, c = (MomentPotential([1, 6, 8], CUTOFF, seed=seed) for seed in (4, 4, 5))
    assert torch.equal(torch.rand(3), expected)  # the global stream is left alone
    assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters(), strict=True))
    assert not torch.equal(a.mixing, c.mixing)


def test_an_unknown_element_is_refused():
    potential = MomentPotential([1, 6], CUTOFF)
    with pytest.raises(ValueError, match=r"atomic number 8 is not one of \[1, 6\]"):
        predict(potential, ethanol())
    with pytest.raises(ValueError, match=r"atomic number 8 is not one of \[1, 6\]"):
        potential.calibrate(build_graph(ethanol(), CUTOFF), torch.tensor([-10.0]).double())


def test_the_order_of_elements_does_not_matter():
    one, other = (
        MomentPotential(elements, CUTOFF, seed=1) for elements in ([8, 1, 6], (1, 6, 6, 8))
    )
    assert one.elements == other.elements == [1, 6, 8]
    assert predict(one, ethanol()).energy == predict(other, ethanol()).energy


def test_calibration_finds_the_energies_of_the_elements():
    """Compositions differ, energies are sums: least squares is exact."""
    potential, structures = moment_potential(), [ethanol(), crystal(), outsider()]
    true = torch.tensor([-13.0, -1000.0, -2000.0]).double()
    count = torch.stack(
        [torch.bincount(s.species, minlength=9)[[1, 6, 8]] for s in structures]
    ).double()
    potential.calibrate(build_graph(structures, CUTOFF), count @ true)
    assert potential.reference.numpy() == pytest.approx(true.numpy(), rel=1e-10)


def test_calibrated_features_have_mean_zero_and_spread_one():
    potential, graph = moment_potential(), build_graph([ethanol(), crystal(), outsider()], CUTOFF)
    potential.calibrate(graph, torch.zeros(3).double())
    own = potential.features(graph).detach()[graph.species == 1]
    scaled = (own - potential.mean[0]) / potential.scale[0]
    assert scaled.mean(dim=0).abs().max() < 1e-10
    assert scaled.std(dim=0, correction=0).numpy() == pytest.approx(1)


def test_calibration_on_one_structure_stays_finite_and_leaves_absent_elements_alone():
    potential = MomentPotential([1, 6, 8, 14], CUTOFF, channels=2)
    potential.calibrate(build_graph(ethanol(), CUTOFF), torch.tensor([-10.0]).double())
    assert (potential.mean[3] == 0).all()
    assert (potential.scale[3] == 1).all()
    assert abs(potential.reference[3]) < 1e-12
    assert predict(potential, crystal()).forces.isfinite().all()


def test_a_feature_that_hardly_varies_is_only_centred():
    """Divided by its spread, it would explode on the first structure in which it does vary."""
    potential, graph = moment_potential(), build_graph(ethanol(), CUTOFF)
    potential.calibrate(graph, torch.tensor([-10.0]).double())
    oxygen = potential.features(graph).detach()[graph.species == 8]
    assert len(oxygen) == 1  # no spread at all
    assert (potential.scale[2] == 1).all()
    assert torch.equal(potential.mean[2], oxygen[0])
    hydrogen = potential.features(graph).detach()[graph.species == 1].std(dim=0, correction=0)
    assert torch.equal(potential.scale[0], torch.where(hydrogen > 1e-3, hydrogen, 1))


# Learning.


def test_a_few_frames_are_learned_by_heart():
    frames = lennard_jones_frames(6)
    potential = MomentPotential(
        [1, 6, 8], CUTOFF, channels=3, hidden=(16, 16), shortest=0.8, seed=1
    )
    trainer = Trainer(
        potential, frames, recipe=Recipe(epochs=150, batch_size=6, learning_rate=2e-2)
    )
    before = labelled_errors(potential, frames).force_mae_mev_per_angstrom
    fit(trainer)
    errors = labelled_errors(potential, frames)
    assert errors.force_mae_mev_per_angstrom < 0.05 * before
    assert errors.energy_mae_mev_per_atom < 2


def test_every_parameter_learns():
    """Radial functions, networks and the linear part: none is cut off from the loss."""
    potential = moment_potential()
    answer = evaluate(potential, build_graph(ethanol(), CUTOFF), train=True)
    (answer.energy.sum() + answer.forces.square().sum()).backward()
    silent = {
        name
        for name, p in potential.named_parameters()
        if p.grad is None or p.grad.abs().max() == 0
    }
    assert silent == set()


def test_single_precision_gives_the_same_numbers():
    potential, structure = moment_potential(), crystal()
    double = predict(potential, structure)
    single = predict(potential.float(), structure.to(torch.float32))
    assert {part.dtype for part in single} == {torch.float32}
    assert torch.allclose(single.forces.double(), double.forces, atol=1e-4)
    assert torch.allclose(single.stress.double(), double.stress, atol=1e-5)


def test_single_precision_trains():
    frames = [
        replace(
            f,
            structure=f.structure.to(torch.float32),
            energy=f.energy.float(),
            forces=f.forces.float(),
        )
        for f in lennard_jones_frames(4)
    ]
    potential = MomentPotential([1, 6, 8], CUTOFF, channels=2, shortest=0.8).float()
    losses = [
        event.train_loss
        for event in fit(Trainer(potential, frames, recipe=Recipe(epochs=10, batch_size=4)))
    ]
    assert losses[-1] < losses[0]
    assert {p.dtype for p in potential.parameters()} == {torch.float32}


# Kept in a file.


def test_a_saved_potential_is_the_same_again(tmp_path):
    potential = MomentPotential(
        [8, 1, 6], 3.7, channels=2, radial=5, hidden=(7,), shortest=0.9, seed=3
    )
    potential.calibrate(
        build_graph([ethanol(), crystal()], 3.7), torch.tensor([-10.0, -20.0]).double()
    )
    potential.save(tmp_path / "network.pt")
    back = MomentPotential.load(tmp_path / "network.pt")
    assert back.cutoff == 3.7
    for structure in (ethanol(), crystal()):
        assert torch.equal(predict(back, structure).forces, predict(potential, structure).forces)
        assert torch.equal(predict(back, structure).energy, predict(potential, structure).energy)


WRONG_FILES = {
    "text": lambda path: path.write_text("not a network"),
    "empty": lambda path: path.write_bytes(b""),
    "weights alone": lambda path: torch.save(moment_potential().state_dict(), path),
    "something else": lambda path: torch.save([1, 2, 3], path),
    "other settings": lambda path: torch.save(
        {"format": 2, "settings": {"elements": [1], "cutoff": 3.0}, "weights": {}}, path
    ),
    "half": lambda path: (
        moment_potential().save(path),
        path.write_bytes(path.read_bytes()[:1000]),
    ),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_another_file_is_refused_in_one_sentence(tmp_path, name):
    path = tmp_path / "network.pt"
    WRONG_FILES[name](path)
    with pytest.raises(ValueError, match=rf"^{path} is not a saved MomentPotential\.$"):
        MomentPotential.load(path)


def test_a_missing_file_is_told_as_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        MomentPotential.load(tmp_path / "network.pt")
