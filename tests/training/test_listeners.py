"""Progress bar, live curve, early stopping and checkpoint, each alone."""

import base64
import io
import math
import os
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from PIL import Image
from torch import nn

from helpers.specimens import behler_parrinello, lennard_jones_frames
from mlp_course.training import Event, Recipe, Trainer, fit, listeners
from mlp_course.training.listeners import Checkpoint, EarlyStopping, LiveCurve, ProgressBar
from mlp_course.training.metrics import Errors

SHORT = Recipe(epochs=4, batch_size=4)
FRAMES = lennard_jones_frames(6)


def trainer(hidden: tuple[int, ...] = (6, 6), validation=()) -> Trainer:
    return Trainer(behler_parrinello(hidden=hidden), FRAMES, validation, recipe=SHORT)


# Progress bar.


def test_progress_goes_to_stdout_only(capfd):
    fit(trainer(validation=FRAMES[:2]), [ProgressBar("learning")])
    out, err = capfd.readouterr()
    assert err == ""
    assert "learning" in out
    assert "4/4" in out
    assert "validation force MAE" in out
    assert "meV/Å" in out


def test_progress_starts_at_the_resumed_epoch(capfd, tmp_path):
    interrupted = trainer()
    fit(interrupted, [Checkpoint(tmp_path / "run.pt", 1), lambda t, e: e.epoch == 2])
    again = trainer()
    Checkpoint(tmp_path / "run.pt").resume(again)
    fit(again, [ProgressBar()])
    assert "4/4" in capfd.readouterr().out


def test_a_second_training_has_a_bar_of_its_own(capfd):
    bar = ProgressBar("learning")
    for _ in range(2):
        fit(trainer(), [bar])
        assert "4/4" in capfd.readouterr().out


def test_who_wants_to_hear_of_the_end_does_however_it_comes():
    class Ear:
        def __init__(self, stop_at):
            self.stop_at, self.epochs = stop_at, []

        def __call__(self, trainer, event):
            if event.epoch == self.stop_at:
                raise KeyboardInterrupt

        def finish(self, trainer):
            self.epochs.append(trainer.epoch)

    ears = [Ear(None), Ear(1)]
    fit(trainer(), ears[:1])
    with pytest.raises(KeyboardInterrupt):
        fit(trainer(), ears)
    fit(trainer(), [ears[0], lambda trainer, event: event.epoch == 2])
    assert ears[0].epochs == [4, 2, 3] and ears[1].epochs == [2]


# Live curve.


def test_without_a_notebook_the_curve_is_a_dozen_lines_on_stdout(capfd):
    curve = LiveCurve("learning")
    for epoch in range(35):
        curve(
            SimpleNamespace(epoch=epoch + 1, recipe=Recipe(epochs=35)),
            Event(epoch, 0.5, 0.5, Errors(1, 2, 3, 4), 0.0),
        )
    curve.finish(None)
    out, err = capfd.readouterr()
    lines = out.splitlines()
    assert (
        err == ""
        and len(lines) == 12
        and lines[0] == "learning: epoch 3 of 35, loss 0.5, validation force MAE 3 meV/Å"
    )
    assert lines[-1].startswith("learning: epoch 35 of 35")


@pytest.fixture
def notebook(monkeypatch):
    """A notebook that keeps what is displayed in it, and what then takes its place."""
    pictures = []
    handle = SimpleNamespace(update=lambda picture, raw: pictures.append(("again", picture)))
    monkeypatch.setattr(listeners, "get_ipython", lambda: SimpleNamespace(kernel="there"))
    monkeypatch.setattr(
        listeners, "display", lambda picture, **how: pictures.append(("first", picture)) or handle
    )
    monkeypatch.delenv(listeners.WATCHED, raising=False)
    return pictures


@pytest.mark.parametrize("watched", [True, False])
def test_in_a_notebook_one_picture_is_redrawn_if_somebody_looks(
    notebook, watched, monkeypatch, capfd
):
    if watched:
        monkeypatch.setenv(listeners.WATCHED, "a person")
    curve = LiveCurve()
    seen = fit(trainer(validation=FRAMES[:2]), [curve, lambda *_: setattr(curve, "next", 0.0)])
    assert [kind for kind, _ in notebook] == (["first", *["again"] * 4] if watched else ["first"])
    picture = notebook[-1][1]
    assert (
        picture["text/plain"].startswith("training: epoch 4 of 4, loss ")
        and "meV/Å" in picture["text/plain"]
    )
    assert Image.open(io.BytesIO(base64.b64decode(picture["image/png"]))).width > 300
    assert capfd.readouterr() == ("", "") and len(seen) == 4


def test_a_second_training_has_a_curve_of_its_own(notebook):
    curve = LiveCurve()
    drawn = []
    for _ in range(2):
        fit(trainer(), [curve, lambda *_: drawn.append(len(curve.events))])
    assert [kind for kind, _ in notebook] == ["first", "first"] and drawn == [1, 2, 3, 4] * 2


def test_drawing_takes_a_small_part_of_the_time(notebook, monkeypatch):
    clock = (
        k / 10 for k in range(1000)
    )  # every look at the clock is 0.1 s later, so a drawing takes that: wait 2 s
    monkeypatch.setenv(listeners.WATCHED, "a person")
    monkeypatch.setattr(listeners.time, "perf_counter", lambda: next(clock))
    curve, at = LiveCurve(), SimpleNamespace(epoch=1, recipe=Recipe(epochs=500), validation=None)
    for epoch in range(300):
        curve(at, Event(epoch, 1.0, math.nan, None, 1.0))
    assert 5 <= len(notebook) <= 300 / 20


# Early stopping: losses, patience -> the epoch after which training stops, the epoch whose weights
# are kept.

SEQUENCES = {
    "falls for ever": ([5, 4, 3, 2, 1], 2, None, 4),
    "turns": ([5, 3, 4, 5, 6, 1], 2, 3, 1),
    "turns, more patience": ([5, 3, 4, 5, 6, 1], 4, None, 5),
    "patience of one": ([5, 3, 4, 1], 1, 2, 1),
    "a tie is no improvement": ([5, 3, 3, 3, 3], 2, 3, 1),
    "ties after a fall keep the first": ([5, 3, 4, 3, 2.9], 3, None, 4),
    "rises from the start": ([1, 2, 3, 4], 3, 3, 0),
    "never a number": ([math.nan] * 5, 3, 2, -1),
    "a number at last": ([math.nan, 3.0, math.nan, math.nan], 2, 3, 1),
}


def stopping_run(losses, patience: int):
    """Early stopping fed with `losses`; the one weight of the potential is the epoch."""
    potential, stopping = nn.Linear(1, 1, bias=False), EarlyStopping(patience)
    fake = SimpleNamespace(potential=potential)
    for epoch, loss in enumerate(losses):
        nn.init.constant_(potential.weight, epoch)
        if stopping(fake, Event(epoch, 0.0, loss, Errors(0, 0, 0, 0), 0.0)):
            return epoch, stopping, fake
    return None, stopping, fake


@pytest.mark.parametrize("name", SEQUENCES)
def test_early_stopping_stops_and_keeps_the_right_epoch(name):
    losses, patience, stops, best = SEQUENCES[name]
    stopped, stopping, fake = stopping_run(losses, patience)
    assert (stopped, stopping.best_epoch) == (stops, best)
    before = fake.potential.weight.item()
    stopping.restore(fake)
    assert fake.potential.weight.item() == (best if best >= 0 else before)


def test_kept_weights_do_not_follow_later_training():
    _, stopping, fake = stopping_run([1, 2], 5)
    nn.init.constant_(fake.potential.weight, 99)
    assert stopping.weights["weight"].item() == 0


def test_early_stopping_goes_on_after_an_interruption(tmp_path):
    """With the checkpoint written after it, the best epoch before the interruption is not
    forgotten.
    """
    run = {"hidden": (4,), "validation": FRAMES[:2]}
    stopping = EarlyStopping(patience=3)
    fit(
        trainer(**run),
        [
            stopping,
            Checkpoint(tmp_path / "run.pt", 1, stopping=stopping),
            lambda t, e: e.epoch == 1,
        ],
    )
    fresh = EarlyStopping(patience=3)
    assert Checkpoint(tmp_path / "run.pt", stopping=fresh).resume(trainer(**run))
    assert (fresh.best_epoch, fresh.best_loss) == (stopping.best_epoch, stopping.best_loss)
    assert all(
        torch.equal(fresh.weights[name], stopping.weights[name]) for name in stopping.weights
    )


def test_patience_is_at_least_one():
    with pytest.raises(ValueError, match="patience is a number of epochs, at least 1, got 0"):
        EarlyStopping(0)


def test_early_stopping_without_validation_is_refused():
    with pytest.raises(ValueError, match="early stopping needs validation frames"):
        fit(trainer(), [EarlyStopping(3)])


# Checkpoint.


def saved(path, **settings) -> Checkpoint:
    """A checkpoint of a whole run at `path`."""
    checkpoint = Checkpoint(path)
    fit(trainer(**settings), [checkpoint])
    return checkpoint


def test_checkpoints_are_written_every_so_often_and_at_the_end(tmp_path):
    path, epochs = tmp_path / "run.pt", []

    def look(trainer, event):
        epochs.append(
            torch.load(path, weights_only=True)["trainer"]["epoch"] if path.exists() else 0
        )

    fit(
        Trainer(behler_parrinello(), FRAMES, recipe=Recipe(epochs=5)),
        [Checkpoint(path, every=2), look],
    )
    assert epochs == [0, 2, 2, 4, 5]
    assert [file.name for file in tmp_path.iterdir()] == ["run.pt"]


def test_no_checkpoint_yet(tmp_path):
    assert not Checkpoint(tmp_path / "run.pt").resume(trainer())


def full_disk(state, path):
    with open(path, "wb") as file:
        file.write(b"half of it")
    raise RuntimeError("[enforce fail at inline_container.cc] unexpected pos")


def no_rename(source, target):
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("where", "name", "failure"), [(torch, "save", full_disk), (os, "replace", no_rename)]
)
def test_a_checkpoint_that_cannot_be_written_leaves_the_old_one(
    tmp_path, monkeypatch, where, name, failure
):
    checkpoint = saved(tmp_path / "run.pt")
    before = checkpoint.path.read_bytes()
    monkeypatch.setattr(where, name, failure)
    with pytest.raises(
        OSError, match=r"cannot write the checkpoint .*run.pt; an earlier one is kept as it was"
    ):
        fit(trainer(), [Checkpoint(checkpoint.path, 1)])
    monkeypatch.undo()
    assert checkpoint.path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["run.pt"]
    assert checkpoint.resume(trainer())


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OSError, match="cannot write the checkpoint"):
        fit(trainer(), [Checkpoint(tmp_path / "nowhere" / "run.pt", 1)])


DAMAGE = {
    "truncated": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "text": lambda content: b"hello world",
    "one byte short": lambda content: content[:-1],
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_checkpoint_is_told_in_one_sentence(tmp_path, damage):
    checkpoint = saved(tmp_path / "run.pt")
    checkpoint.path.write_bytes(DAMAGE[damage](checkpoint.path.read_bytes()))
    with pytest.raises(
        ValueError, match=r"run.pt is not a checkpoint of this potential: delete it to start anew.$"
    ):
        checkpoint.resume(trainer())


def test_a_checkpoint_of_another_potential_is_told(tmp_path):
    checkpoint = saved(tmp_path / "run.pt", hidden=(4,))
    with pytest.raises(ValueError, match=r"is a checkpoint of another training \(potential\): del"):
        checkpoint.resume(trainer(hidden=(6, 6)))


def test_a_checkpoint_without_a_trainer_is_told(tmp_path):
    torch.save([1, 2, 3], tmp_path / "run.pt")
    with pytest.raises(ValueError, match="not a checkpoint of this potential"):
        Checkpoint(tmp_path / "run.pt").resume(trainer())


# Another training under the name of an old one.


def shifted(frames, **change):
    """The frames with labels or places that are a little other."""
    found = []
    for frame in frames:
        structure = frame.structure
        moved = replace(structure, positions=structure.positions + change.get("positions", 0))
        energy = frame.energy + change.get("energy", 0)
        forces = frame.forces + change.get("forces", 0)
        found.append(replace(frame, structure=moved, energy=energy, forces=forces))
    return found


OTHER_TRAININGS = {
    "energies": (lambda: Trainer(behler_parrinello(), shifted(FRAMES, energy=1), recipe=SHORT)),
    "forces": (lambda: Trainer(behler_parrinello(), shifted(FRAMES, forces=1e-3), recipe=SHORT)),
    "places": (lambda: Trainer(behler_parrinello(), shifted(FRAMES, positions=1), recipe=SHORT)),
    "order": (lambda: Trainer(behler_parrinello(), FRAMES[::-1], recipe=SHORT)),
    "number": (lambda: Trainer(behler_parrinello(), FRAMES[:-1], recipe=SHORT)),
    "validation": (lambda: Trainer(behler_parrinello(), FRAMES, FRAMES[:2], recipe=SHORT)),
    "epochs": (lambda: Trainer(behler_parrinello(), FRAMES, recipe=replace(SHORT, epochs=9))),
    "seed": (lambda: Trainer(behler_parrinello(), FRAMES, recipe=replace(SHORT, seed=1))),
    "rate": (
        lambda: Trainer(behler_parrinello(), FRAMES, recipe=replace(SHORT, learning_rate=1e-4))
    ),
}
DIFFERS = {
    "validation": "validation frames",
    "epochs": "epochs",
    "seed": "seed",
    "rate": "learning_rate",
}


@pytest.mark.parametrize("what", OTHER_TRAININGS)
def test_another_training_is_not_given_the_old_weights(tmp_path, what):
    checkpoint = saved(tmp_path / "run.pt")
    kept = checkpoint.path.read_bytes()
    other = OTHER_TRAININGS[what]()
    before = {name: weights.clone() for name, weights in other.potential.state_dict().items()}
    differs = DIFFERS.get(what, "training frames")
    with pytest.raises(ValueError, match=rf"a checkpoint of another training \({differs}\): del"):
        checkpoint.resume(other)
    for name, weights in other.potential.state_dict().items():
        assert torch.equal(weights, before[name])
    assert checkpoint.path.read_bytes() == kept


def test_a_checkpoint_of_an_earlier_version_is_told(tmp_path):
    checkpoint = saved(tmp_path / "run.pt")
    state = torch.load(checkpoint.path, weights_only=True)
    del state["of"]
    torch.save(state, checkpoint.path)
    with pytest.raises(ValueError, match="is of an earlier version"):
        checkpoint.resume(trainer())
