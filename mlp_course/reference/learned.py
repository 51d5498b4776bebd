"""Sampling by what has been learned.

A network trained on the labels so far moves the atoms to where it is needed.
"""

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

CLOSEST = 1.9  # Å, nearer than any two ions come
ATTEMPTS = 20  # how often a walk may begin


@dataclass(frozen=True)
class Network:
    """Settings of the networks that drive dynamics; cutoff in Å."""

    cutoff: float
    channels: int
    epochs: int
    seed: int


@dataclass(frozen=True)
class Learned(Superionic):
    """α-AgI moved by a network trained on all earlier groups.

    It samples what it believes, and is then corrected.
    """

    # What moves the atoms is not there before they are asked for: other tasks need no potential.
    def structures(  # type: ignore[override]
        self, sampling: Sampling, potential: MomentPotential
    ) -> Iterator[ase.Atoms]:
        """The sampled structures, positions (N, 3) in Å.

        A walk that leaves physics begins again from a new start. Raises SamplingFailed where
        ATTEMPTS walks have not given all of them.
        """
        left = self.frames
        for attempt in range(ATTEMPTS):
            for atoms in self._walk(sampling, potential, attempt):
                yield atoms
                left -= 1
                if left == 0:
                    return
        raise SamplingFailed(
            f"the network of {self.name} broke {ATTEMPTS} walks: "
            "it needs labels nearer to what it has."
        )

    def _walk(
        self, sampling: Sampling, potential: MomentPotential, attempt: int
    ) -> Iterator[ase.Atoms]:
        """Snapshots as long as no two atoms are nearer than CLOSEST.

        Each comes with its walk and the time (fs) in it.
        """
        again = replace(self, seed=self.seed + 1000 * attempt)
        atoms = again.start()
        atoms.calc = Calculator(potential)
        pairs = np.triu_indices(len(atoms), 1)
        try:
            for k, snapshot in enumerate(snapshots(atoms, sampling, again), start=1):
                distances = snapshot.get_all_distances(mic=True)[pairs]
                if not distances.min() > CLOSEST:  # also where it is not a number
                    return
                snapshot.info.update(attempt=attempt, time_fs=k * self.interval_fs)
                yield snapshot
        except ValueError:
            # Atoms on top of each other, or positions that are no numbers
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
