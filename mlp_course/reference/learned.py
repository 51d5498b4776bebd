"""Sampling by what has been learned: a network trained on the labels so far moves the atoms to where it is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import ase
import numpy as np

from mlp_course.calculator import Calculator
from mlp_course.data import Labelled
from mlp_course.potentials import MomentPotential
from mlp_course.reference.snapshots import Sampling, SamplingFailed, snapshots
from mlp_course.reference.solids import Superionic
from mlp_course.training import Recipe, Trainer, fit

CLOSEST, ATTEMPTS = 1.9, 20  # Å, nearer than any two ions come; how often a walk may begin again


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
        """The sampled structures, positions (N, 3) in Å; a walk that leaves physics begins again from a new start.

        Raises SamplingFailed where ATTEMPTS walks have not given all of them.
        """
        left = self.frames
        for attempt in range(ATTEMPTS):
            for atoms in self._walk(sampling, potential, attempt):
                yield atoms
                left -= 1
                if left == 0:
                    return
        raise SamplingFailed(
            f"the network of {self.name} broke {ATTEMPTS} walks: it needs labels nearer to what it has."
        )

    def _walk(
        self, sampling: Sampling, potential: MomentPotential, attempt: int
    ) -> Iterator[ase.Atoms]:
        """Snapshots as long as no two atoms are nearer than CLOSEST, each with its walk and the time (fs) in it."""
        again = replace(self, seed=self.seed + 1000 * attempt)
        atoms = again.start()
        atoms.calc = Calculator(potential)
        try:
            for k, snapshot in enumerate(snapshots(atoms, sampling, again), start=1):
                apart = snapshot.get_all_distances(mic=True)[np.triu_indices(len(snapshot), 1)]
                if not apart.min() > CLOSEST:
                    return
                snapshot.info.update(attempt=attempt, time_fs=k * self.interval_fs)
                yield snapshot
        except ValueError:  # atoms on top of each other, or positions that are no numbers
            return


def teach(network: Network, frames: Sequence[Labelled]) -> MomentPotential:
    """A network trained on labelled `frames` (eV, eV/Å)."""
    elements = sorted({int(z) for frame in frames for z in frame.structure.species})
    potential = MomentPotential(
        elements, network.cutoff, channels=network.channels, seed=network.seed
    )
    recipe = Recipe(
        epochs=network.epochs,
        batch_size=2,
        learning_rate=1e-2,
        energy_weight=0.1,
        seed=network.seed,
    )
    fit(Trainer(potential, frames, recipe=recipe))
    return potential
