"""Do the shipped labels come out of the engine again?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mlp_course.data import Labelled, load, to_atoms
from mlp_course.reference.labelling import label
from mlp_course.reference.plan import Plan

ENERGY_TOLERANCE = 1e-4  # eV
FORCE_TOLERANCE = 1e-3  # eV/Å


@dataclass(frozen=True)
class SpotCheck:
    """A shipped frame beside a fresh label of it."""

    trajectory: str
    frame: int
    energy_error: float  # eV
    force_error: float  # eV/Å, largest component

    @property
    def passed(self) -> bool:
        """Whether both errors are within tolerance."""
        return self.energy_error < ENERGY_TOLERANCE and self.force_error < FORCE_TOLERANCE


def spot_check(plan: Plan, count: int, rng: np.random.Generator) -> Iterator[SpotCheck]:
    """Label `count` random shipped frames again (errors in eV, eV/Å); EngineMissing where there is no engine."""
    frames = load(plan.name)
    for k in rng.choice(len(frames), size=min(count, len(frames)), replace=False):
        yield compare(frames[k], plan)


def compare(frame: Labelled, plan: Plan) -> SpotCheck:
    """Label one frame again with the plan's settings: the differences in eV and, largest of (N, 3), eV/Å."""
    again = label(to_atoms(frame), plan.labelling)
    energy_error = abs(again.get_potential_energy() - frame.energy.item())
    force_error = np.abs(again.get_forces() - frame.forces.numpy()).max()
    return SpotCheck(frame.info["trajectory"], frame.info["frame"], energy_error, float(force_error))
