"""A residual network: what a block adds, and that it learns."""

import torch

from helpers.specimens import CUTOFF, ethanol, lennard_jones_frames, residual_network
from mlp_course.descriptors import PowerSpectrum
from mlp_course.potentials import ResidualNetwork, predict
from mlp_course.training import Recipe, Trainer, fit
from mlp_course.training.batches import labelled_errors


def test_a_block_that_adds_nothing_changes_nothing():
    shallow, deep = (
        ResidualNetwork(PowerSpectrum([1, 6, 8], CUTOFF, n_max=2, l_max=1), blocks=n, seed=3)
        for n in (1, 2)
    )
    weights = {
        name: value
        for name, value in shallow.state_dict().items()
        if not name.startswith("branches")
    }
    deep.load_state_dict(weights, strict=False)
    deep.branches[0].load_state_dict(shallow.branches[0].state_dict())
    same = predict(shallow, ethanol()).energy
    assert (predict(deep, ethanol()).energy - same).abs() > 1e-6
    for parameter in deep.branches[1][2].parameters():
        torch.nn.init.zeros_(parameter)
    assert torch.equal(predict(deep, ethanol()).energy, same)


def test_elements_are_told_apart_by_their_vectors_alone():
    """One network for all: exchange the learned vectors, and carbon is taken for oxygen."""
    potential = residual_network()
    potential.reference.zero_()
    energy = predict(potential, ethanol()).atomic_energy
    potential.embedding.data = potential.embedding.data[[0, 2, 1]]
    changed = (predict(potential, ethanol()).atomic_energy != energy).tolist()
    assert changed == (ethanol().species != 1).tolist()


def test_the_seed_decides_the_starting_weights():
    one, again, other = (
        ResidualNetwork(PowerSpectrum([1], CUTOFF), seed=seed) for seed in (1, 1, 2)
    )
    assert torch.equal(one.head.weight, again.head.weight)
    assert not torch.equal(one.head.weight, other.head.weight)


def test_it_learns_a_law_better_than_the_mean():
    train, test = lennard_jones_frames(120, seed=1), lennard_jones_frames(10, seed=2)
    potential = ResidualNetwork(PowerSpectrum([1, 6, 8], CUTOFF, n_max=4, l_max=2), width=16)
    trainer = Trainer(potential, train, recipe=Recipe(epochs=30, batch_size=4))
    spread = 1000 * torch.cat([frame.forces for frame in test]).square().mean().sqrt().item()
    fit(trainer)
    assert labelled_errors(potential, test).force_rmse_mev_per_angstrom < 0.5 * spread
