"""The registry: every family can be made, taught and cited."""

import pytest
import torch

from helpers.specimens import lennard_jones_frames
from mlp_course import families
from mlp_course.families import FAMILIES
from mlp_course.graph import build_graph
from mlp_course.potentials import predict
from mlp_course.training import Trainer

CUTOFF = 4.0


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_makes_what_it_is_called(name):
    family = FAMILIES[name]
    potential = family.make([8, 1, 6], CUTOFF, 3)
    assert type(potential).__name__ == family.name == name
    assert potential.cutoff == CUTOFF
    assert family.generation and family.cost
    assert any(year in family.source for year in map(str, range(1900, 2030)))


@pytest.mark.parametrize("name", FAMILIES)
def test_the_seed_decides_where_it_starts(name):
    first, again, other = (FAMILIES[name].make([1, 6, 8], CUTOFF, seed) for seed in (1, 1, 2))
    parameters = [
        torch.cat([p.flatten() for p in each.parameters()]) for each in (first, again, other)
    ]
    assert torch.equal(parameters[0], parameters[1])
    drawn = name not in ("LennardJones", "Morse", "SparseGP", "LinearACE")
    assert torch.equal(parameters[0], parameters[2]) != drawn, (
        f"{name} ignores its seed, or draws nothing: name it above if so"
        if drawn
        else f"{name} draws its parameters: take its name out above"
    )


@pytest.mark.parametrize("name", FAMILIES)
def test_a_taught_family_knows_more_than_an_untaught_one(name):
    train = lennard_jones_frames(8)
    unseen = lennard_jones_frames(4, seed=1)
    family = FAMILIES[name]
    potential = family.make([1, 6, 8], CUTOFF, 0)
    before = validation_loss(potential, train, unseen, calibrate=True)
    family.teach(potential, train, unseen, 1.5)
    after = validation_loss(potential, train, unseen, calibrate=False)
    assert after < 0.8 * before


def validation_loss(potential, train, unseen, *, calibrate: bool) -> float:
    """The loss on `unseen`, after energy zero and scales were set if that is wished."""
    trainer = Trainer(potential, train, unseen, calibrate=calibrate)
    loss, _ = trainer._validate()
    return loss


def test_a_budget_buys_epochs_and_the_trial_leaves_no_trace(monkeypatch):
    """The clock is the test's own: preparing takes 1 s, an epoch 2 s."""
    ticks = iter([0.0, 1.0, 3.0])
    monkeypatch.setattr(families.time, "process_time", lambda: next(ticks))
    family = FAMILIES["Morse"]
    potential = family.make([1, 6, 8], CUTOFF, 0)
    before = potential.state_dict()["depth"].clone()
    frames = lennard_jones_frames(2)
    recipe = families.Recipe(batch_size=1)
    assert families._epochs_within(20.0, potential, frames, (), recipe) == 8  # (20 - 2 - 2) / 2
    assert torch.equal(potential.state_dict()["depth"], before)


def test_only_a_gaussian_process_is_taught_by_comparison():
    morse = FAMILIES["Morse"].make([1], CUTOFF, 0)
    with pytest.raises(TypeError, match="only a SparseGP"):
        FAMILIES["SparseGP"].teach(morse, lennard_jones_frames(1), (), 1.0)


def test_a_gaussian_process_that_was_kept_still_knows_its_doubt(tmp_path):
    family = FAMILIES["SparseGP"]
    potential = family.make([1, 6, 8], CUTOFF, 0)
    frames = lennard_jones_frames(4)
    family.teach(potential, frames, (), 1.0)
    potential.save(tmp_path / "gp.pt")
    again = type(potential).load(tmp_path / "gp.pt")
    structure = lennard_jones_frames(1, seed=5)[0].structure
    graph = build_graph(structure, CUTOFF)
    assert torch.equal(again.variance(graph), potential.variance(graph))
    assert torch.equal(predict(again, structure).forces, predict(potential, structure).forces)
