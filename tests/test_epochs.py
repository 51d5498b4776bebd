"""An epoch is taken from another run only if it began the same in every bit."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
import torch

from helpers import epochs
from helpers.specimens import CUTOFF
from mlp_course import data
from mlp_course.descriptors import ACSF
from mlp_course.potentials import BehlerParrinello
from mlp_course.training import Recipe, Trainer, fit

RECIPE = Recipe(epochs=3, batch_size=2)
FRAMES = data.load("ethanol", group="md")[:4]
IN_A_PROCESS = """
from test_epochs import FRAMES, RECIPE, Trainer, epochs, potential
print(Trainer._train_epoch.__qualname__, epochs.digest(Trainer(potential(), FRAMES, recipe=RECIPE)))
"""


def potential() -> BehlerParrinello:
    """The same small one in every call."""
    return BehlerParrinello(ACSF([1, 6, 8], CUTOFF), seed=1)


def sharing(folder, takes: bool) -> type[Trainer]:
    """A Trainer that keeps its epochs, or takes them and notes which it has to train."""

    class Sharing(Trainer):
        trained: list[int] = []  # noqa: RUF012 - one for each such class

        def _train_epoch(self) -> float:
            self.trained.append(self.epoch)
            return super()._train_epoch()

    epochs.share(Sharing, folder, takes)
    return Sharing


@pytest.fixture
def kept(tmp_path):
    """The folder with the epochs of one training, and what that came to."""
    trainer = sharing(tmp_path, takes=False)(potential(), FRAMES, recipe=RECIPE)
    return tmp_path, trainer, fit(trainer)


def test_what_began_the_same_ends_the_same_untrained(kept):
    folder, first, events = kept
    again = sharing(folder, takes=True)(potential(), FRAMES, recipe=RECIPE)
    assert [event.train_loss for event in fit(again)] == [event.train_loss for event in events]
    assert again.trained == [] and first.trained == [0, 1, 2]
    for one, other in zip(_numbers(first), _numbers(again), strict=True):
        assert torch.equal(one, other)


def _numbers(trainer: Trainer) -> list[torch.Tensor]:
    """Weights, what Adam knows of them, and the state of chance."""
    known = [part for state in trainer.optimizer.state.values() for part in state.values()]
    return [*trainer.potential.state_dict().values(), *known, trainer.generator.get_state()]


def _other_label() -> list:
    return [replace(FRAMES[0], energy=FRAMES[0].energy * (1 + 2**-52)), *FRAMES[1:]]


def _other_weight() -> BehlerParrinello:
    changed = potential()
    with torch.no_grad():
        next(changed.parameters()).view(-1)[0] *= 1 + 2**-52
    return changed


def _other_layer() -> BehlerParrinello:
    changed = potential()
    changed.networks[0][1] = torch.nn.ReLU()
    return changed


def _own_layer(kind: type) -> BehlerParrinello:
    """A layer of a class that a notebook has defined: what it does is not to be seen."""
    changed = potential()
    changed.networks[0][1] = kind()
    return changed


@pytest.mark.parametrize(
    "other",
    [
        lambda make: make(potential(), _other_label(), recipe=RECIPE),
        lambda make: make(_other_weight(), FRAMES, recipe=RECIPE),
        lambda make: make(_other_layer(), FRAMES, recipe=RECIPE),
        lambda make: make(potential(), FRAMES, recipe=replace(RECIPE, learning_rate=1e-3)),
        lambda make: make(potential(), FRAMES, recipe=replace(RECIPE, seed=1)),
        lambda make: make(potential(), FRAMES[:3], recipe=RECIPE),
    ],
    ids=["a label", "a weight", "a layer", "the rate", "the order", "the data"],
)
def test_what_began_otherwise_is_trained(kept, other):
    trainer = other(sharing(kept[0], takes=True))
    fit(trainer)
    assert trainer.trained == [0, 1, 2]


def test_what_a_notebook_has_defined_is_trained(tmp_path, monkeypatch):
    own = type("Own", (torch.nn.Tanh,), {"__module__": "__main__"})
    monkeypatch.setattr(sys.modules["__main__"], "Own", own, raising=False)
    for takes in (False, True):
        trainer = sharing(tmp_path, takes)(_own_layer(own), FRAMES, recipe=RECIPE)
        fit(trainer)
        assert trainer.trained == [0, 1, 2]


def test_weights_set_back_between_epochs_are_seen(kept):
    """As early stopping does: the second epoch begins as the first did, and is none of those."""
    trainer = sharing(kept[0], takes=True)(potential(), FRAMES, recipe=RECIPE)
    beginning = {name: part.clone() for name, part in trainer.potential.state_dict().items()}
    fit(trainer, [lambda self, _: self.potential.load_state_dict(beginning) and None])
    assert trainer.trained == [1, 2]


def test_what_ends_in_an_error_ends_so_again(tmp_path):
    broken = replace(RECIPE, energy_weight=float("nan"))
    for takes in (False, True):
        with pytest.raises(FloatingPointError, match="try a smaller learning rate"):
            fit(sharing(tmp_path, takes)(potential(), FRAMES, recipe=broken))


def test_a_process_that_is_told_a_folder_shares_and_calls_it_the_same(tmp_path, course):
    here = epochs.digest(Trainer(potential(), FRAMES, recipe=RECIPE))
    path = [str(course / "tests"), os.environ["PYTHONPATH"]]
    told = dict(os.environ, PYTHONPATH=os.pathsep.join(path), PYTHONHASHSEED="4")
    for more, shares in (({}, False), ({epochs.FOLDER: str(tmp_path)}, True)):
        command = [sys.executable, "-c", IN_A_PROCESS]
        run = subprocess.run(command, env=told | more, capture_output=True, text=True, check=True)
        name, there = run.stdout.split()
        assert there == here and ("share" in name) == shares
