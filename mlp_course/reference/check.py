"""Do the shipped labels come out of the engine again?"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from mlp_course.data import Labelled, from_atoms, load, to_atoms
from mlp_course.reference.labelling import label
from mlp_course.reference.plan import DataPlan

ENERGY_TOLERANCE = 1e-4  # eV
FORCE_TOLERANCE = 1e-3  # eV/Å
STRESS_TOLERANCE = 1e-4  # eV/Å³


@dataclass(frozen=True)
class SpotCheck:
    """A shipped frame beside a fresh label of it."""

    trajectory: str
    frame: int
    energy_error: float  # eV
    force_error: float  # eV/Å, largest component
    stress_error: float | None = None  # eV/Å³, largest component; None where no stress is shipped

    @property
    def passed(self) -> bool:
        """Whether every error is within tolerance."""
        if self.stress_error is not None and not self.stress_error < STRESS_TOLERANCE:
            return False
        return self.energy_error < ENERGY_TOLERANCE and self.force_error < FORCE_TOLERANCE

    def __str__(self) -> str:
        """One line: which frame, by how much each label differs, and the verdict."""
        stress = ""
        if self.stress_error is not None:
            stress = f", stress by {self.stress_error:.1e} eV/Å³"
        verdict = "agrees" if self.passed else "DIFFERS"
        return (
            f"{self.trajectory} frame {self.frame}: energy differs by {self.energy_error:.1e} eV, "
            f"forces by {self.force_error:.1e} eV/Å{stress}: {verdict}"
        )


def spot_check(plan: DataPlan, count: int, rng: np.random.Generator) -> Iterator[SpotCheck]:
    """Label `count` random shipped frames again (errors in eV, eV/Å, eV/Å³).

    Raises EngineMissing without the engine.
    """
    frames = load(plan.name)
    count = min(count, len(frames))
    for k in rng.choice(len(frames), size=count, replace=False):
        yield compare(frames[k], plan)


def compare(frame: Labelled, plan: DataPlan) -> SpotCheck:
    """Label one frame again with the plan's settings.

    The differences are in eV, eV/Å (largest of (N, 3)) and eV/Å³. A stress that is shipped and that
    the engine no longer gives differs by infinity.
    """
    again = label(to_atoms(frame), plan.labelling)
    energy_error = again.get_potential_energy() - frame.energy.item()
    force_errors = again.get_forces() - frame.forces.numpy()  # (N, 3)
    stress_error = None
    if frame.stress is not None:
        stress_error = _stress_error(frame.stress, from_atoms(again).stress)
    return SpotCheck(
        trajectory=frame.info["trajectory"],
        frame=frame.info["frame"],
        energy_error=abs(energy_error),
        force_error=float(np.abs(force_errors).max()),
        stress_error=stress_error,
    )


def _stress_error(shipped: Tensor, again: Tensor | None) -> float:
    """The largest component of their difference."""
    if again is None:
        return math.inf
    return (again - shipped).abs().max().item()
