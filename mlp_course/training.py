"""Fit a potential to energies and forces: one loss, one loop.

The trainer knows potential, data and loss. It does not print, plot or decide when to stop: it yields
what happened in every epoch, and listeners (a progress bar, early stopping, a checkpoint) make of it
what they like.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from mlp_course.data import Labelled
from mlp_course.graph import Graph, build_graph, merge, split
from mlp_course.metrics import Errors, errors
from mlp_course.potentials import Prediction, evaluate


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

    def rate(self, epoch: int) -> float:
        """Learning rate of an epoch, counted from 0."""
        done = epoch / max(1, self.epochs - 1)
        low, high = self.final_learning_rate, self.learning_rate
        return low + (high - low) * 0.5 * (1 + math.cos(math.pi * done))


@dataclass(frozen=True)
class Batch:
    """S labelled structures with N atoms in all."""

    graph: Graph
    energy: Tensor  # (S,) eV
    forces: Tensor  # (N, 3) eV/Å

    @property
    def n_atoms(self) -> Tensor:  # (S,)
        """Atoms of every structure."""
        return torch.bincount(self.graph.structure, minlength=len(self.energy))

    def __len__(self) -> int:
        return len(self.energy)


@dataclass(frozen=True)
class Event:
    """What happened in one epoch, counted from 0. Losses are means over structures."""

    epoch: int
    train_loss: float
    validation_loss: float  # nan without validation data
    validation: Errors | None
    seconds: float


Listener = Callable[["Trainer", Event], bool | None]


def energy_force_loss(prediction: Prediction, batch: Batch, energy_weight: float, force_weight: float) -> Tensor:
    """Mean over structures of w_E (ΔE)² + w_F/(3N) Σ|ΔF|², () — energies in eV, forces in eV/Å."""
    energy = (prediction.energy - batch.energy).square()  # (S,)
    per_atom = (prediction.forces - batch.forces).square().sum(dim=1)  # (N,)
    forces = batch.graph.sum_to_structure(per_atom) / (3 * batch.n_atoms)  # (S,)
    return (energy_weight * energy + force_weight * forces).mean()


class Trainer:
    """Trains `potential` in place on labelled frames with Adam.

    A potential may offer `prepare(graph)`, called once per data set to compute what training never
    changes, and `calibrate(graph, energy)`, called once to set scales from the training data
    (`calibrate=False` keeps those of a potential that was trained before). Raises ValueError without
    training frames, FloatingPointError when the loss is no longer a finite number.
    """

    def __init__(
        self,
        potential: nn.Module,
        train: Sequence[Labelled],
        validation: Sequence[Labelled] = (),
        *,
        recipe: Recipe = Recipe(),
        calibrate: bool = True,
    ):
        if not train:
            raise ValueError("there are no training frames.")
        self.potential, self.recipe, self.epoch = potential, recipe, 0
        self.train, self.validation = batches(potential, train), batches(potential, validation)
        if calibrate and hasattr(potential, "calibrate"):
            everything = merge_batches(self.train)
            potential.calibrate(everything.graph, everything.energy)
        self.optimizer = torch.optim.Adam(potential.parameters(), lr=recipe.learning_rate, fused=True)
        self.generator = torch.Generator().manual_seed(recipe.seed)

    def run(self) -> Iterator[Event]:
        """Train from the current epoch to the recipe's last one, an event after each."""
        while self.epoch < self.recipe.epochs:
            start = time.perf_counter()
            loss = self._train_epoch()
            validation_loss, validation = self._validate()
            event = Event(self.epoch, loss, validation_loss, validation, time.perf_counter() - start)
            self.epoch += 1
            yield event

    def step(self, batch: Batch) -> float:
        """One optimizer step; returns the loss before it."""
        self.optimizer.zero_grad()
        loss = self.loss(batch, train=True)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def loss(self, batch: Batch, *, train: bool = False) -> Tensor:
        """The recipe's loss () on a batch; without force weight no derivative is taken."""
        if self.recipe.force_weight == 0:
            energy = batch.graph.sum_to_structure(self.potential(batch.graph))
            return self.recipe.energy_weight * (energy - batch.energy).square().mean()
        prediction = evaluate(self.potential, batch.graph, train=train)
        return energy_force_loss(prediction, batch, self.recipe.energy_weight, self.recipe.force_weight)

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
        for group in self.optimizer.param_groups:
            group["lr"] = self.recipe.rate(self.epoch)
        order = torch.randperm(len(self.train), generator=self.generator)
        total = 0.0
        for chosen in order.split(self.recipe.batch_size):
            total += self.step(merge_batches([self.train[k] for k in chosen])) * len(chosen)
        if not math.isfinite(total):
            raise FloatingPointError(f"the loss of epoch {self.epoch} is {total}: try a smaller learning rate.")
        return total / len(self.train)

    def _validate(self) -> tuple[float, Errors | None]:
        if not self.validation:
            return math.nan, None
        batch = merge_batches(self.validation)
        prediction = evaluate(self.potential, batch.graph)
        loss = energy_force_loss(prediction, batch, self.recipe.energy_weight, self.recipe.force_weight)
        return loss.item(), prediction_errors(prediction, batch)


def fit(trainer: Trainer, listeners: Sequence[Listener] = ()) -> list[Event]:
    """Run `trainer` to its end or until a listener returns True; returns all events."""
    events = []
    for event in trainer.run():
        events.append(event)
        if any([listener(trainer, event) for listener in listeners]):  # every listener hears every event
            break
    return events


def batches(potential: nn.Module, frames: Sequence[Labelled], size: int = 64) -> list[Batch]:
    """One prepared batch for every frame, computed `size` frames at a time."""
    single = []
    for start in range(0, len(frames), size):
        part = frames[start : start + size]
        graph = build_graph([frame.structure for frame in part], potential.cutoff)
        graph = potential.prepare(graph) if hasattr(potential, "prepare") else graph
        single += [Batch(g, f.energy[None], f.forces) for g, f in zip(split(graph), part, strict=True)]
    return single


def merge_batches(parts: Sequence[Batch]) -> Batch:
    """Many batches as one."""
    energy, forces = torch.cat([part.energy for part in parts]), torch.cat([part.forces for part in parts])
    return Batch(merge([part.graph for part in parts]), energy, forces)


def prediction_errors(prediction: Prediction, batch: Batch) -> Errors:
    """Energy and force errors of a prediction on its batch."""
    return errors((prediction.energy, batch.energy), (prediction.forces, batch.forces), batch.n_atoms)


def labelled_errors(potential: nn.Module, frames: Sequence[Labelled]) -> Errors:
    """Energy and force errors of `potential` on labelled frames."""
    graph = build_graph([frame.structure for frame in frames], potential.cutoff)
    energy, forces = torch.stack([frame.energy for frame in frames]), torch.cat([frame.forces for frame in frames])
    batch = Batch(graph, energy, forces)
    return prediction_errors(evaluate(potential, graph), batch)
