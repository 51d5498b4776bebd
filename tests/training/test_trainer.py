"""The loss by hand, the loop on a law that can be learned, and the same weights whatever interrupts
it.
"""

import math

import pytest
import torch
from torch import nn

from helpers.specimens import CUTOFF, behler_parrinello, crystal, ethanol, lennard_jones_frames
from mlp_course.data import Labelled
from mlp_course.graph import build_graph
from mlp_course.potentials import LennardJones, Morse, Prediction, predict
from mlp_course.training import Recipe, Trainer, batch_loss, energy_force_loss, fit
from mlp_course.training import trainer as training_loop
from mlp_course.training.batches import Batch, batches, labelled_errors, merge_batches
from mlp_course.training.listeners import Checkpoint

SHORT = Recipe(epochs=5, batch_size=4, learning_rate=1e-2)


def weights(potential: nn.Module) -> torch.Tensor:
    """All that training changes, in one row."""
    return torch.cat([value.flatten() for value in potential.state_dict().values()])


def trained(recipe: Recipe = SHORT, listeners=(), **settings) -> nn.Module:
    potential = behler_parrinello()
    fit(Trainer(potential, lennard_jones_frames(10), recipe=recipe, **settings), listeners)
    return potential


# Loss and batches.


def test_loss_equals_its_formula():
    """w_E (ΔE)² + w_F/(3N) Σ|ΔF|², averaged over a structure of 9 and one of 4 atoms."""
    graph = build_graph([ethanol(), crystal()], CUTOFF)
    forces = torch.randn(13, 3, generator=torch.Generator().manual_seed(0)).double()
    batch = Batch(graph, torch.tensor([1.0, 2.0]).double(), torch.zeros(13, 3).double())
    found = energy_force_loss(
        Prediction(torch.tensor([1.5, 4.0]).double(), forces, None, None), batch, 0.7, 20.0
    )
    squares = forces.square().sum(dim=1)
    by_hand = [
        0.7 * 0.25 + 20 / 27 * squares[:9].sum().item(),
        0.7 * 4 + 20 / 12 * squares[9:].sum().item(),
    ]
    assert found.item() == pytest.approx(sum(by_hand) / 2)


def test_loss_of_a_batch_is_the_mean_over_its_structures():
    potential, parts = behler_parrinello(), batches(behler_parrinello(), lennard_jones_frames(5))
    alone = [batch_loss(potential, part, 1.0, 10.0).item() for part in parts]
    assert batch_loss(potential, merge_batches(parts), 1.0, 10.0).item() == pytest.approx(
        sum(alone) / 5
    )


def test_batches_keep_structures_and_labels_together():
    frames = lennard_jones_frames(7)
    for size in (1, 3, 64):
        parts = batches(LennardJones(0.05, 1.2, CUTOFF), frames, size=size)
        assert [len(part) for part in parts] == [1] * 7
        for part, frame in zip(parts, frames, strict=True):
            assert torch.equal(part.energy, frame.energy[None])
            assert torch.equal(part.forces, frame.forces)
            assert torch.equal(part.graph.vectors, build_graph(frame.structure, CUTOFF).vectors)


def test_number_of_atoms_of_every_structure():
    batch = Batch(build_graph([ethanol(), crystal()], CUTOFF), torch.zeros(2), torch.zeros(13, 3))
    assert batch.n_atoms.tolist() == [9, 4]


def test_labelled_errors_are_zero_for_the_teacher_and_right_for_another():
    frames = lennard_jones_frames(4)
    assert (
        labelled_errors(LennardJones(0.05, 1.2, CUTOFF), frames).force_rmse_mev_per_angstrom < 1e-9
    )
    shifted = [Labelled(f.structure, f.energy + 0.4, f.forces - 0.01) for f in frames]
    found = labelled_errors(LennardJones(0.05, 1.2, CUTOFF), shifted)
    assert found.energy_mae_mev_per_atom == pytest.approx(100)
    assert found.force_mae_mev_per_angstrom == pytest.approx(10)


# Learning.


def test_the_learning_rate_falls_along_half_a_cosine():
    recipe = Recipe(epochs=11, learning_rate=1.0, final_learning_rate=0.2)
    rates = [recipe.rate(epoch) for epoch in range(11)]
    assert rates[0] == pytest.approx(1.0)
    assert rates[5] == pytest.approx(0.6)
    assert rates[10] == pytest.approx(0.2)
    assert rates == sorted(rates, reverse=True)
    assert Recipe(epochs=1).rate(0) == Recipe().learning_rate


def test_the_optimizer_uses_that_rate():
    used = []
    trained(listeners=[lambda trainer, event: used.append(trainer.optimizer.param_groups[0]["lr"])])
    assert used == [SHORT.rate(epoch) for epoch in range(5)]


@pytest.fixture(scope="module")
def lesson():
    """A network that learns from a Lennard-Jones teacher: events, potential, unseen frames."""
    potential, unseen = behler_parrinello(hidden=(12, 12)), lennard_jones_frames(20, seed=1)
    recipe = Recipe(epochs=60, batch_size=8, learning_rate=2e-2)
    trainer = Trainer(potential, lennard_jones_frames(60), unseen, recipe=recipe)
    return fit(trainer), potential, unseen


def test_a_lennard_jones_teacher_is_learned(lesson):
    events, potential, unseen = lesson
    found = labelled_errors(potential, unseen)
    spread = torch.cat([frame.forces for frame in unseen]).abs().mean().item() * 1000
    assert events[-1].train_loss < 0.01 * events[0].train_loss
    assert found.force_mae_mev_per_angstrom < 0.4 * spread
    assert found.energy_mae_mev_per_atom < 1


def test_events_say_what_happened(lesson):
    events, potential, unseen = lesson
    assert [event.epoch for event in events] == list(range(60))
    assert all(event.seconds > 0 and math.isfinite(event.train_loss) for event in events)
    last, again = events[-1].validation, labelled_errors(potential, unseen)
    assert last.force_mae_mev_per_angstrom == pytest.approx(again.force_mae_mev_per_angstrom)
    assert events[-1].validation_loss < events[0].validation_loss


def test_without_validation_there_is_no_validation_loss():
    (event, *_) = fit(Trainer(behler_parrinello(), lennard_jones_frames(3), recipe=SHORT))
    assert math.isnan(event.validation_loss)
    assert event.validation is None


def test_two_parameters_are_found_again():
    potential = LennardJones(0.03, 1.25, CUTOFF)
    recipe = Recipe(epochs=150, batch_size=10, learning_rate=5e-3, final_learning_rate=1e-4)
    fit(Trainer(potential, lennard_jones_frames(10), recipe=recipe))
    assert potential.epsilon.item() == pytest.approx(0.05, rel=1e-3)
    assert potential.sigma.item() == pytest.approx(1.2, rel=1e-3)


def test_tables_change_nothing_but_speed(monkeypatch):
    with_table = weights(trained(calibrate=False))
    monkeypatch.delattr("mlp_course.potentials.BehlerParrinello.prepare")
    assert torch.allclose(weights(trained(calibrate=False)), with_table, rtol=0, atol=1e-9)


def test_energies_alone_can_be_learned_without_a_derivative(monkeypatch):
    monkeypatch.setattr(training_loop, "evaluate", None)  # not to be called
    recipe = Recipe(
        epochs=60, batch_size=8, learning_rate=1e-2, energy_weight=100.0, force_weight=0.0
    )
    events = fit(Trainer(behler_parrinello(), lennard_jones_frames(30), recipe=recipe))
    assert events[-1].train_loss < 0.05 * events[0].train_loss


def test_energies_alone_are_learned_from_one_number_for_every_atom():
    class Column(Morse):
        def forward(self, graph):
            return super().forward(graph)[:, None]

    trainer = Trainer(
        Column(0.3, 1.3, 1.2, CUTOFF), lennard_jones_frames(3), recipe=Recipe(force_weight=0.0)
    )
    with pytest.raises(ValueError, match=r"atomic energies must have shape"):
        fit(trainer)


def test_calibration_can_be_left_out():
    potential = behler_parrinello()
    before = potential.reference.clone(), potential.scale.clone()
    Trainer(potential, lennard_jones_frames(3), calibrate=False)
    assert torch.equal(potential.reference, before[0])
    assert torch.equal(potential.scale, before[1])
    Trainer(potential, lennard_jones_frames(3))
    assert not torch.equal(potential.scale, before[1])


# The same weights, whatever happens.


def test_same_seed_same_weights_bit_by_bit():
    assert torch.equal(weights(trained()), weights(trained()))


def test_another_seed_visits_the_data_in_another_order():
    other = Recipe(epochs=5, batch_size=4, learning_rate=1e-2, seed=1)
    assert not torch.equal(weights(trained()), weights(trained(other)))


def test_global_random_numbers_play_no_part():
    torch.manual_seed(0)
    first = weights(trained())
    torch.manual_seed(1)
    assert torch.equal(weights(trained()), first)


class Interrupted(RuntimeError):
    """Somebody pulled the plug."""


def interrupt_after(potential, calls: int) -> None:
    """Make the potential fail at one of its calls, in the middle of an epoch."""

    def hook(module, arguments):
        nonlocal calls
        calls -= 1
        if calls < 0:
            raise Interrupted

    potential.register_forward_pre_hook(hook)


@pytest.mark.parametrize("calls", [1, 3, 4, 6, 8, 11, 14])  # an epoch has three batches
@pytest.mark.parametrize("every", [1, 2])
def test_interrupted_and_resumed_ends_at_the_same_weights(tmp_path, calls, every):
    uninterrupted, checkpoint = weights(trained()), Checkpoint(tmp_path / "run.pt", every)
    potential = behler_parrinello()
    trainer = Trainer(potential, lennard_jones_frames(10), recipe=SHORT)
    interrupt_after(potential, calls)
    with pytest.raises(Interrupted):
        fit(trainer, [checkpoint])
    again = Trainer(behler_parrinello(seed=7), lennard_jones_frames(10), recipe=SHORT)
    assert checkpoint.resume(again) == (calls // 3 >= every)
    if not again.epoch:  # nothing was saved yet: a new start
        again = Trainer(behler_parrinello(), lennard_jones_frames(10), recipe=SHORT)
    fit(again, [checkpoint])
    assert torch.equal(weights(again.potential), uninterrupted)


def test_resuming_without_the_optimizer_would_be_seen():
    whole = weights(trained())
    trainer = Trainer(behler_parrinello(), lennard_jones_frames(10), recipe=SHORT)
    for event in trainer.run():
        if event.epoch == 2:
            break
    state = trainer.state_dict()
    again = Trainer(behler_parrinello(), lennard_jones_frames(10), recipe=SHORT)
    again.load_state_dict({**state, "optimizer": again.optimizer.state_dict()})
    fit(again)
    assert not torch.equal(weights(again.potential), whole)


def test_fit_goes_on_where_it_was_stopped():
    trainer = Trainer(behler_parrinello(), lennard_jones_frames(10), recipe=SHORT)
    first = fit(trainer, [lambda trainer, event: event.epoch == 1])
    rest = fit(trainer)
    assert [event.epoch for event in first + rest] == [0, 1, 2, 3, 4]
    assert torch.equal(weights(trainer.potential), weights(trained()))


def test_every_listener_hears_every_event():
    heard = []
    trainer = Trainer(behler_parrinello(), lennard_jones_frames(3), recipe=SHORT)
    events = fit(trainer, [lambda t, e: e.epoch == 2, lambda t, e: heard.append(e.epoch)])
    assert heard == [0, 1, 2]
    assert len(events) == 3


# What is refused.


def test_no_frames_are_refused():
    with pytest.raises(ValueError, match="there are no training frames"):
        Trainer(behler_parrinello(), [])


def test_an_exploding_loss_is_told():
    recipe = Recipe(epochs=5, learning_rate=1e200)
    with pytest.raises(
        FloatingPointError, match=r"the loss of epoch \d is (inf|nan): try a smaller learning rate"
    ):
        trained(recipe)


def test_a_loss_that_is_no_number_is_told():
    potential = behler_parrinello()
    trainer = Trainer(potential, lennard_jones_frames(3), recipe=SHORT)
    next(potential.parameters()).data.fill_(torch.nan)
    with pytest.raises(FloatingPointError, match="the loss of epoch 0 is nan"):
        fit(trainer)


def test_prediction_after_training_is_a_plain_number(lesson):
    assert not predict(lesson[1], lesson[2][0].structure).energy.requires_grad


def test_a_potential_of_ones_own_is_trained_without_being_a_model():
    class Spring(torch.nn.Module):
        cutoff = CUTOFF

        def __init__(self):
            super().__init__()
            self.strength = torch.nn.Parameter(torch.tensor(0.1, dtype=torch.float64))

        def forward(self, graph):
            return graph.sum_to_center(self.strength * (graph.distances - 1.4) ** 2)

    potential = Spring()
    events = fit(Trainer(potential, lennard_jones_frames(4), recipe=Recipe(epochs=20)))
    assert events[-1].train_loss < events[0].train_loss
    assert potential.strength.item() != 0.1
