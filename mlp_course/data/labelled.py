"""A structure with its reference labels, and the way from and to ASE and its databases."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ase.io
import numpy as np
import torch
from ase.calculators.calculator import PropertyNotImplementedError
from ase.calculators.singlepoint import SinglePointCalculator
from ase.db import connect
from ase.stress import full_3x3_to_voigt_6_stress, voigt_6_to_full_3x3_stress
from numpy.typing import ArrayLike
from torch import Tensor

from mlp_course.structures import Structure, from_ase, to_ase


class DataError(RuntimeError):
    """A data file is missing, damaged or without labels."""


@dataclass(frozen=True)
class Labelled:
    """A structure of N atoms with what the reference method says of it."""

    structure: Structure
    energy: Tensor  # () eV
    forces: Tensor  # (N, 3) eV/Å
    # Where it comes from: group, trajectory, temperature ...
    info: Mapping = field(default_factory=dict)
    # (3, 3) eV/Å³, (1/V) ∂E/∂ε; None where the method gives none
    stress: Tensor | None = None

    def __len__(self) -> int:
        return len(self.structure)


def from_atoms(atoms: ase.Atoms) -> Labelled:
    """Read what is stored with `atoms`.

    That is the energy () in eV, forces (N, 3) in eV/Å and, if any, stress (3, 3) in eV/Å³. Raises
    DataError without energy and forces.
    """
    try:
        energy = atoms.get_potential_energy()
        forces = atoms.get_forces(apply_constraint=False)
    except RuntimeError as error:
        raise DataError(f"{atoms.get_chemical_formula()} carries no energy and forces.") from error

    # NumPy's numbers become plain ones, which any file can hold.
    info = {}
    for key, value in atoms.info.items():
        info[key] = value.item() if isinstance(value, np.generic) else value
    return Labelled(
        structure=from_ase(atoms),
        energy=_exact(energy),
        forces=_exact(forces),
        info=info,
        stress=_stored_stress(atoms),
    )


def to_atoms(frame: Labelled) -> ase.Atoms:
    """`ase.Atoms` that answer with the labels.

    These are the energy in eV, forces (N, 3) in eV/Å and, if any, stress in eV/Å³.
    """
    atoms = to_ase(frame.structure)
    atoms.info.update(frame.info)
    labels = {
        "energy": frame.energy.item(),
        "forces": frame.forces.numpy(),
    }
    if frame.stress is not None:
        labels["stress"] = full_3x3_to_voigt_6_stress(frame.stress.numpy())
    atoms.calc = SinglePointCalculator(atoms, **labels)
    return atoms


def write_database(path: Path | str, frames: Sequence[Labelled]) -> None:
    """Append `frames` to the ASE database at `path`, all or none.

    Labels (eV, eV/Å, eV/Å³) are written exactly.
    """
    # ASE's lock is a file, which a killed process leaves behind for all others to wait for;
    # SQLite has a lock of its own.
    with connect(path, use_lock_file=False) as database:
        for frame in frames:
            database.write(to_atoms(frame), data={"info": dict(frame.info)})


def read_database(path: Path | str) -> list[Labelled]:
    """All frames of the ASE database at `path` in the order written, in eV, eV/Å, eV/Å³.

    Raises DataError if there is none.
    """
    if not Path(path).exists():
        raise DataError(f"There is no database at {path}.")
    try:
        rows = list(connect(path).select())
    except sqlite3.DatabaseError as error:
        raise DataError(f"{path} is damaged or not an ASE database.") from error
    frames = []
    for row in rows:
        atoms = row.toatoms()
        # What `write_database` has put beside the columns that ASE knows
        atoms.info = dict(row.data.get("info", {}))
        frames.append(from_atoms(atoms))
    return frames


def _stored_stress(atoms: ase.Atoms) -> Tensor | None:  # (3, 3) eV/Å³
    """Stress that has been computed already: nothing is computed for it."""
    try:
        stress = atoms.calc.get_property("stress", atoms, allow_calculation=False)  # (6,)
    except PropertyNotImplementedError:
        return None
    if stress is None:
        return None
    return _exact(voigt_6_to_full_3x3_stress(stress))


def _exact(label: ArrayLike) -> Tensor:
    """A label in double precision, in memory of its own."""
    return torch.from_numpy(np.array(label, dtype=np.float64))
