"""Fit a potential to energies and forces: one loss, one loop.

The trainer knows potential, data and loss. It does not print, plot or decide when to stop: it
yields what happened in every epoch, and listeners (a progress bar, early stopping, a checkpoint)
make of it what they like.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch

from mlp_course.data import Labelled
from mlp_course.potentials import (
    Model,
    Potential,
    Trainable,
    evaluate,
)
from mlp_course.training.batches import Batch, batches, merge_batches, prediction_errors
from mlp_course.training.loss import batch_loss, energy_force_loss
from mlp_course.training.metrics import Errors


@dataclass(frozen=True)
class Recipe:
    """How to train: the learning rate falls from first to last epoch along half a cosine."""

    epochs: int = 100
    batch_size: int = 16
    learning_rate: float = 5e-3
    final_learning_rate: float = 1e-5
    energy_weight: float = 1.0  # 1/eV²
    force_weight: float = 10.0  # Å²/eV²; 0 trains on energies alone
    seed: int = 0
    # Frames may be without forces (nan): of these, energies alone are learned.
    missing_forces: bool = False

    def rate(self, epoch: int) -> float:
        """Learning rate of an epoch, counted from 0."""
        low = self.final_learning_rate
        high = self.learning_rate
        done = epoch / max(1, self.epochs - 1)  # 0 … 1
        share = 0.5 * (1 + math.cos(math.pi * done))  # 1 … 0
        return low + (high - low) * share


@dataclass(frozen=True)
class Event:
    """What happened in one epoch, counted from 0. Losses are means over structures."""

    epoch: int
    train_loss: float
    validation_loss: float  # nan without validation data
    validation: Errors | None
    seconds: float


Listener = Callable[["Trainer", Event], bool | None]


def gradient_step(
    potential: Potential,
    batch: Batch,
    optimizer: torch.optim.Optimizer,
    energy_weight: float,
    force_weight: float,
) -> float:
    """One optimizer step on a batch; returns the loss before it."""
    optimizer.zero_grad()
    loss = batch_loss(potential, batch, energy_weight, force_weight, train=True)
    loss.backward()
    optimizer.step()
    return loss.item()


class Trainer:
    """Trains `potential` in place on labelled frames with Adam.

    If it is a `Model`, its `prepare(graph)` is called once per data set to compute what training
    never changes, and its `calibrate(graph, energy, forces)` once to set scales from the training
    data (`calibrate=False` keeps those of a potential that was trained before). Raises ValueError
    without training frames and for labels that are no numbers, FloatingPointError when the loss is
    no longer a finite number.
    """

    def __init__(
        self,
        potential: Trainable,
        train: Sequence[Labelled],
        validation: Sequence[Labelled] = (),
        *,
        recipe: Recipe = Recipe(),
        calibrate: bool = True,
    ):
        if not train:
            raise ValueError("there are no training frames.")
        self.potential = potential
        self.recipe = recipe
        self.epoch = 0

        # 1. one prepared batch for every frame, to be shuffled in every epoch
        missing = recipe.missing_forces or recipe.force_weight == 0
        self.train = batches(potential, train, missing_forces=missing)
        self.validation = None
        if validation:
            unseen = batches(potential, validation, missing_forces=missing)
            self.validation = merge_batches(unseen)

        # 2. energy zero and scales, from the training data alone
        if calibrate and isinstance(potential, Model):
            everything = merge_batches(self.train)
            forces = None if everything.misses_forces else everything.forces
            potential.calibrate(everything.graph, everything.energy, forces)

        # 3. what changes from step to step, and is saved with a checkpoint
        parameters = potential.parameters()
        self.optimizer = torch.optim.Adam(parameters, lr=recipe.learning_rate, fused=True)
        self.generator = torch.Generator().manual_seed(recipe.seed)

    def run(self) -> Iterator[Event]:
        """Train from the current epoch to the recipe's last one, an event after each."""
        while self.epoch < self.recipe.epochs:
            start = time.perf_counter()
            loss = self._train_epoch()
            validation_loss, validation = self._validate()
            event = Event(
                epoch=self.epoch,
                train_loss=loss,
                validation_loss=validation_loss,
                validation=validation,
                seconds=time.perf_counter() - start,
            )
            # Before the event: a checkpoint written by a listener goes on with the next epoch.
            self.epoch += 1
            yield event

    def state_dict(self) -> dict:
        """All that is needed to go on as if training had not stopped."""
        return {
            "epoch": self.epoch,
            "potential": self.potential.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "generator": self.generator.get_state(),
        }

    def load_state_dict(self, state: dict) -> None:
        """Go back to where `state_dict` was called."""
        self.epoch = state["epoch"]
        self.potential.load_state_dict(state["potential"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.generator.set_state(state["generator"])

    def _train_epoch(self) -> float:
        """One step a batch, in an order drawn anew; the mean loss over the training frames."""
        recipe = self.recipe
        for group in self.optimizer.param_groups:
            group["lr"] = recipe.rate(self.epoch)

        order = torch.randperm(len(self.train), generator=self.generator)
        total = 0.0
        for chosen in order.split(recipe.batch_size):
            batch = merge_batches([self.train[k] for k in chosen])
            loss = gradient_step(
                self.potential,
                batch,
                self.optimizer,
                recipe.energy_weight,
                recipe.force_weight,
            )
            total += loss * len(chosen)

        if not math.isfinite(total):
            raise FloatingPointError(
                f"the loss of epoch {self.epoch} is {total}: try a smaller learning rate."
            )
        return total / len(self.train)

    def _validate(self) -> tuple[float, Errors | None]:
        """Loss and errors on the validation frames; nan and None if there are none."""
        batch = self.validation
        if batch is None:
            return math.nan, None
        recipe = self.recipe
        prediction = evaluate(self.potential, batch.graph)
        loss = energy_force_loss(prediction, batch, recipe.energy_weight, recipe.force_weight)
        return loss.item(), prediction_errors(prediction, batch)


def fit(trainer: Trainer, listeners: Sequence[Listener] = ()) -> list[Event]:
    """Run `trainer` to its end or until a listener returns True; returns all events.

    However it ends, each listener that has a method `finish(trainer)` is told so.
    """
    events = []
    try:
        for event in trainer.run():
            events.append(event)
            # A list, not a generator: every listener hears every event, also after one that stops.
            answers = [listener(trainer, event) for listener in listeners]
            if any(answers):
                break
    finally:
        for listener in listeners:
            if hasattr(listener, "finish"):
                listener.finish(trainer)
    return events
