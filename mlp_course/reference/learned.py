"""Sampling by what has been learned: a network trained on the labels so far moves the atoms to where it is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ase
import numpy as np
from ase import units

from mlp_course.calculator import Calculator
from mlp_course.data import Labelled
from mlp_course.potentials import MomentPotential
from mlp_course.reference.sampling import Sampling, snapshots
from mlp_course.reference.solids import Superionic
from mlp_course.training import Recipe, Trainer, fit

CLOSEST, HOTTEST = 1.9, 2.5  # Å; times the temperature of the thermostat: beyond them a walk is no longer physics


@dataclass(frozen=True)
class Network:
    """Settings of the networks that drive dynamics; cutoff in Å."""

    cutoff: float
    channels: int
    epochs: int
    seed: int


@dataclass(frozen=True)
class Learned(Superionic):
    """α-AgI moved by a network trained on all earlier groups: it samples what it believes, and is then corrected."""

    def structures(self, sampling: Sampling, potential: MomentPotential) -> Iterator[ase.Atoms]:
        """The sampled structures, positions (N, 3) in Å; a walk that leaves physics begins again from a new start."""
        found, attempt = 0, 0
        while found < self.frames:
            for atoms in self._walk(sampling, potential, attempt):
                if not _physical(atoms, self.temperature):
                    break
                atoms.info["attempt"] = attempt
                yield atoms
                found += 1
                if found == self.frames:
                    return
            attempt += 1


def teach(network: Network, frames: Sequence[Labelled]) -> MomentPotential:
    """A network trained on labelled `frames` (eV, eV/Å)."""
    elements = sorted({int(z) for frame in frames for z in frame.structure.species})
    potential = MomentPotential(elements, network.cutoff, channels=network.channels, seed=network.seed)
    recipe = Recipe(epochs=network.epochs, batch_size=4, energy_weight=0.1, force_weight=10.0, seed=network.seed)
    fit(Trainer(potential, frames, recipe=recipe))
    return potential
