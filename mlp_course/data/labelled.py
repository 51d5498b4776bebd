"""A structure with its reference labels, and the way to ASE."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ase
import torch
from ase.calculators.singlepoint import SinglePointCalculator
from ase.stress import full_3x3_to_voigt_6_stress
from torch import Tensor

from mlp_course.structures import Structure, to_ase


class DataError(RuntimeError):
    """A data file is missing, damaged or without labels."""


@dataclass(frozen=True)
class Labelled:
    """A structure of N atoms with what the reference method says of it."""

    structure: Structure
    energy: Tensor  # () eV
    # (N, 3) eV/Å; nan where nobody computed them, see `Recipe.missing_forces`
    forces: Tensor
    # Where it comes from: group, trajectory, temperature ...
    info: Mapping = field(default_factory=dict)
    # (3, 3) eV/Å³, (1/V) ∂E/∂ε; None where the method gives none
    stress: Tensor | None = None

    def __len__(self) -> int:
        return len(self.structure)

    @property
    def has_forces(self) -> bool:
        """Whether its forces are known; those of a frame are known all, or none is."""
        return not bool(torch.isnan(self.forces).all())


def expect_numbers(frames: Sequence[Labelled], *, missing_forces: bool = False) -> None:
    """Raise ValueError, which names the first frame, for labels that are no finite numbers.

    With `missing_forces`, a frame may be without any.
    """
    for k, frame in enumerate(frames):
        if not torch.isfinite(frame.energy).all():
            raise ValueError(f"frame {k} has an energy that is no number: {frame.energy.item()}.")
        known = torch.isfinite(frame.forces)
        if known.all() or (missing_forces and not frame.has_forces):
            continue
        atom = int(known.all(dim=1).int().argmin())
        advice = ""
        if not frame.has_forces:
            advice = ", since it has none: leave it out, or train with Recipe(missing_forces=True)"
        raise ValueError(f"frame {k} has forces that are no numbers, at atom {atom}{advice}.")


def to_atoms(frame: Labelled) -> ase.Atoms:
    """`ase.Atoms` that answer with the labels.

    These are the energy in eV, forces (N, 3) in eV/Å, where they are known, and, if any, stress in
    eV/Å³.
    """
    atoms = to_ase(frame.structure)
    atoms.info.update(frame.info)
    labels: dict[str, Any] = {"energy": frame.energy.item()}
    if frame.has_forces:
        labels["forces"] = frame.forces.numpy()
    if frame.stress is not None:
        labels["stress"] = full_3x3_to_voigt_6_stress(frame.stress.numpy())
    atoms.calc = SinglePointCalculator(atoms, **labels)
    return atoms
