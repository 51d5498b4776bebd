"""A committee is a potential, and its disagreement is a spread with a unit."""

import pytest
import torch

from helpers.specimens import CUTOFF, STRUCTURES, behler_parrinello, crystal, ethanol
from mlp_course import symmetry
from mlp_course.potentials import LennardJones, predict
from mlp_course.training.committee import Committee, most_uncertain

STRUCTURE_LIST = list(STRUCTURES.values())


def committee(size: int = 3) -> Committee:
    return Committee([behler_parrinello(seed=seed) for seed in range(size)])


@pytest.mark.parametrize("name", STRUCTURES)
def test_energy_and_forces_are_the_means_of_the_members(name):
    together, alone = (
        committee(),
        [predict(behler_parrinello(seed=seed), STRUCTURES[name]) for seed in range(3)],
    )
    answer = predict(together, STRUCTURES[name])
    assert torch.allclose(answer.energy, torch.stack([a.energy for a in alone]).mean(dim=0))
    assert torch.allclose(answer.forces, torch.stack([a.forces for a in alone]).mean(dim=0))


def test_a_committee_is_a_potential():
    assert symmetry.force_error(committee(), ethanol()) < 1e-6
    assert symmetry.stress_error(committee(), crystal()) < 1e-6
    assert symmetry.batch_error(committee(), STRUCTURE_LIST) < 1e-10


def test_disagreement_is_the_largest_spread_of_a_force():
    """By hand: deviation from the mean, squared, summed over x, y, z, divided by M - 1; the root.

    The worst atom.
    """
    found = committee().disagreement(STRUCTURE_LIST)
    assert found.shape == (len(STRUCTURE_LIST),)
    for value, structure in zip(found, STRUCTURE_LIST, strict=True):
        forces = [predict(behler_parrinello(seed=seed), structure).forces for seed in range(3)]
        mean = sum(forces) / 3
        by_hand = (sum((f - mean).square().sum(dim=1) for f in forces) / 2).sqrt().max()
        assert value.item() == pytest.approx(by_hand.item(), abs=1e-12)


def test_disagreement_of_one_structure_does_not_depend_on_the_batch():
    together, alone = (
        committee().disagreement([ethanol(), crystal()]),
        committee().disagreement([crystal()]),
    )
    assert together[1].item() == pytest.approx(alone[0].item(), abs=1e-12)


def test_equal_members_agree():
    same = Committee([behler_parrinello(seed=1), behler_parrinello(seed=1)])
    assert same.disagreement(STRUCTURE_LIST).max() < 1e-12
    assert committee().disagreement([ethanol()]).max() > 1e-3


def test_disagreement_turns_with_nothing():
    turned = ethanol().positions @ torch.tensor([[0.0, 1, 0], [-1, 0, 0], [0, 0, 1]]).double()
    moved = type(ethanol())(turned, ethanol().species, ethanol().cell)
    a, b = committee().disagreement([ethanol(), moved])
    assert a.item() == pytest.approx(b.item(), abs=1e-10)


def test_most_uncertain_are_the_largest_first():
    assert most_uncertain(torch.tensor([0.2, 0.9, 0.1, 0.5]), 3) == [1, 3, 0]
    assert most_uncertain(torch.tensor([0.2, 0.9]), 0) == []


def test_one_member_is_no_committee():
    with pytest.raises(ValueError, match="at least two members"):
        committee(1)


def test_members_share_a_cutoff():
    with pytest.raises(ValueError, match="share one cutoff"):
        Committee([LennardJones(0.1, 1.0, CUTOFF), LennardJones(0.1, 1.0, CUTOFF + 1)])
