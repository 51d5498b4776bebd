"""Labelled structures in the form in which potentials are trained and judged.

A batch holds graphs beside labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from mlp_course.data import Labelled, expect_numbers
from mlp_course.graph import Graph, build_graph, merge, split
from mlp_course.potentials import Model, Potential, Prediction, evaluate
from mlp_course.training.metrics import Errors, errors


@dataclass(frozen=True)
class Batch:
    """S labelled structures with N atoms in all."""

    graph: Graph
    energy: Tensor  # (S,) eV
    forces: Tensor  # (N, 3) eV/Å; nan where they are not known

    @property
    def n_atoms(self) -> Tensor:  # (S,)
        """Atoms of every structure."""
        return torch.bincount(self.graph.structure, minlength=len(self.energy))

    @cached_property
    def misses_forces(self) -> bool:
        """Whether forces of some structure are not known."""
        return bool(torch.isnan(self.forces).any())

    def __len__(self) -> int:
        return len(self.energy)


def batches(
    potential: Potential,
    frames: Sequence[Labelled],
    size: int = 64,
    *,
    missing_forces: bool = False,
) -> list[Batch]:
    """One prepared batch for every frame: energy (1,) in eV, forces (N, 3) in eV/Å.

    Graphs are prepared for `size` frames at a time. Raises ValueError, which names the frame, for
    labels that are no numbers; with `missing_forces`, frames may be without forces (nan).
    """
    expect_numbers(frames, missing_forces=missing_forces)
    single = []
    for start in range(0, len(frames), size):
        part = frames[start : start + size]
        structures = [frame.structure for frame in part]
        graph = build_graph(structures, potential.cutoff)
        # What does not change in training is computed now, once.
        if isinstance(potential, Model):
            graph = potential.prepare(graph)
        for frame, alone in zip(part, split(graph), strict=True):
            batch = Batch(alone, frame.energy[None], frame.forces)
            single.append(batch)
    return single


def merge_batches(parts: Sequence[Batch]) -> Batch:
    """Many batches as one: energies (S,) in eV and forces (N, 3) in eV/Å are joined end to end."""
    return Batch(
        graph=merge([part.graph for part in parts]),
        energy=torch.cat([part.energy for part in parts]),
        forces=torch.cat([part.forces for part in parts]),
    )


def prediction_errors(prediction: Prediction, batch: Batch) -> Errors:
    """Errors of a prediction on its batch: energies (S,) in meV/atom, forces (N, 3) in meV/Å.

    Forces that are not known are left out.
    """
    known = ~torch.isnan(batch.forces).any(dim=1)  # (N,)
    energy = (prediction.energy, batch.energy)
    forces = (prediction.forces[known], batch.forces[known])
    return errors(energy, forces, batch.n_atoms)


def labelled_errors(potential: Potential, frames: Sequence[Labelled]) -> Errors:
    """Errors of `potential` on labelled frames: energies in meV/atom, forces (N, 3) in meV/Å.

    Forces that are not known are left out. Raises ValueError for other labels that are no numbers.
    """
    expect_numbers(frames, missing_forces=True)
    batch = Batch(
        graph=build_graph([frame.structure for frame in frames], potential.cutoff),
        energy=torch.stack([frame.energy for frame in frames]),
        forces=torch.cat([frame.forces for frame in frames]),
    )
    prediction = evaluate(potential, batch.graph)
    return prediction_errors(prediction, batch)
