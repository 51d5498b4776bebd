"""Labels as files have them: found by name, made of one form, and no number taken that is none.

Programs write them under names of their own: `energy`, `REF_energy`, `dft_energy`; `forces`,
`force`; `stress`, or the `virial` instead. ASE puts the names that it knows into a calculator, and
all others into `info` (one value a frame) or `arrays` (one value an atom).
"""

from collections.abc import Iterator
from pathlib import Path

import ase.io
import numpy as np
import torch
from ase.calculators.calculator import PropertyNotImplementedError
from ase.spacegroup import Spacegroup
from ase.stress import voigt_6_to_full_3x3_stress
from numpy.typing import ArrayLike
from torch import Tensor

from mlp_course.data.labelled import DataError, Labelled
from mlp_course.structures import from_ase

VIRIALS = ("virial", "virials")
# Of each atom or frame, and no label
STRUCTURAL = ("numbers", "positions", "momenta", "masses", "tags", "initial_magmoms")


def from_atoms(
    atoms: ase.Atoms,
    *,
    energy: str = "energy",
    forces: str | None = "forces",
    stress: str | None = "stress",
) -> Labelled:
    """Read what is stored with `atoms`.

    That is the energy () in eV, forces (N, 3) in eV/Å and, if any, stress (3, 3) in eV/Å³, under
    the names given: `from_atoms(atoms, energy="REF_energy", forces="REF_forces")`. Without a name,
    `forces=None` leaves the forces unknown (nan) and `stress=None` the stress. A virial (eV), under
    any name with "virial" in it, becomes the stress -virial/V.

    Raises DataError if energy or forces are missing, with the names that there are instead; for
    labels of a wrong shape, or that are no numbers; and for a virial without a volume.
    """
    n_atoms = len(atoms)
    of_energy = _named(atoms, energy, "energy")
    labels = {"energy": _label(atoms, of_energy, energy, ())}
    if forces is None:
        labels["forces"] = torch.full((n_atoms, 3), torch.nan, dtype=torch.float64)
    else:
        of_forces = _named(atoms, forces, "forces")
        labels["forces"] = _label(atoms, of_forces, forces, (n_atoms, 3))
    return Labelled(
        structure=from_ase(atoms),
        info=_info(atoms),
        stress=None if stress is None else _stress(atoms, stress),
        **labels,
    )


def read_frames(
    path: Path | str,
    *,
    energy: str = "energy",
    forces: str | None = "forces",
    stress: str | None = "stress",
) -> list[Labelled]:
    """Every frame of a file that ASE reads (extxyz, db, traj, OUTCAR ...), as `from_atoms` does.

    Raises DataError, with the number of the frame, for the first one that `from_atoms` refuses, and
    for a file that cannot be read.
    """
    frames = []
    for k, atoms in enumerate(_read(path)):
        try:
            frames.append(from_atoms(atoms, energy=energy, forces=forces, stress=stress))
        except DataError as error:
            raise DataError(f"frame {k} of {path}: {error}") from error
    return frames


def names_of_labels(atoms: ase.Atoms) -> dict[str, str]:
    """What is stored with `atoms`, by name: "one number", "3 numbers an atom" ...

    >>> water = ase.Atoms("OH2", info={"REF_energy": -14.2, "source": "a table"})
    >>> names_of_labels(water)
    {'REF_energy': 'one number'}
    """
    results = atoms.calc.results if atoms.calc is not None else {}
    found = {}
    for name, value in {**results, **atoms.info, **atoms.arrays}.items():
        array = np.asarray(value)
        if name in STRUCTURAL or array.dtype.kind not in "fiu":
            continue
        if array.ndim == 0:
            found[name] = "one number"
        elif name in atoms.arrays or array.shape[0] == len(atoms):
            found[name] = f"{array.size // max(1, len(atoms))} numbers an atom"
        else:
            found[name] = f"{array.size} numbers"
    return found


def _read(path: Path | str) -> Iterator[ase.Atoms]:
    """The frames of a file, one by one."""
    if not Path(path).exists():
        raise DataError(f"There is no file {path}.")
    try:
        yield from ase.io.iread(path, ":")
    # Its many readers raise what comes to them.
    except Exception as error:
        raise DataError(f"{path} cannot be read by ASE: {error}") from error


def _named(atoms: ase.Atoms, name: str, what: str) -> ArrayLike:
    """The label of this name; DataError, with the names that there are, if there is none."""
    value = _stored(atoms, name)
    if value is None:
        there = names_of_labels(atoms)
        found = ", ".join(f"{other} ({kind})" for other, kind in there.items()) or "nothing"
        alike = [other for other in there if what[:5] in other.lower()]
        guess = alike[0] if alike else "NAME"
        advice = ", or forces=None if they are not known" if what == "forces" else ""
        raise DataError(
            f"{atoms.get_chemical_formula()} carries no {name}; there is {found}. Say which is the "
            f'{what}, as in from_atoms(atoms, {what}="{guess}"){advice}.'
        )
    return value


def _stored(atoms: ase.Atoms, name: str) -> ArrayLike | None:
    """What is kept under a name, in eV and Å; None if nothing is."""
    if atoms.calc is not None:
        try:
            if name == "energy":
                return atoms.get_potential_energy()
            if name == "forces":
                return atoms.get_forces(apply_constraint=False)
            # Nothing is computed for anything else.
            value = atoms.calc.get_property(name, atoms, allow_calculation=False)
        except (PropertyNotImplementedError, RuntimeError):
            value = None
        if value is not None:
            return value
    if name in atoms.info:
        return atoms.info[name]
    return atoms.arrays.get(name)


def _stress(atoms: ase.Atoms, name: str) -> Tensor | None:  # (3, 3) eV/Å³
    """Stress that is there already, or made of a virial; None if there is neither."""
    names = (name,) if name != "stress" else (name, *VIRIALS)
    for found in names:
        value = _stored(atoms, found)
        if value is not None:
            break
    else:
        if name != "stress":
            # Somebody has said that it is there.
            _named(atoms, name, "stress")
        return None

    array = np.asarray(value, dtype=float)
    if array.size == 6:
        array = voigt_6_to_full_3x3_stress(array.ravel())
    elif array.size == 9:
        array = array.reshape(3, 3)
    stress = _label(atoms, array, found, (3, 3))
    if "virial" not in found.lower():
        return stress
    if not atoms.cell.rank == 3 or not all(atoms.pbc):
        raise DataError(
            f"{atoms.get_chemical_formula()} carries a {found}, but does not repeat in three "
            "directions, so there is no volume to divide it by: say stress=None to leave it out."
        )
    return -stress / atoms.get_volume()


def _label(
    atoms: ase.Atoms,
    value: ArrayLike,
    name: str,
    shape: tuple[int, ...],
) -> Tensor:
    """A label in double precision, in memory of its own; DataError if it is none."""
    formula = atoms.get_chemical_formula()
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"{formula} has a {name} that is no number: {value!r}.") from error
    if array.size == 1 and shape == ():
        array = array.reshape(())
    if array.shape != shape:
        raise DataError(f"{formula} has {name} of shape {array.shape}, not {shape}.")
    if not np.isfinite(array).all():
        place = ""
        if shape:
            first = np.argwhere(~np.isfinite(array))[0]
            place = f" in row {first[0]}"
        raise DataError(
            f"{formula} has {name} that is no number (nan or infinite){place}: leave the frame out."
        )
    return torch.from_numpy(array)


def _info(atoms: ase.Atoms) -> dict:
    """What else is known of a frame: NumPy's numbers become plain ones, which any file can hold."""
    info = {}
    for key, value in atoms.info.items():
        if isinstance(value, np.generic):
            info[key] = value.item()
        elif isinstance(value, Spacegroup):
            # `ase.spacegroup.crystal` leaves it there.
            info[key] = int(value.no)
        else:
            info[key] = value
    return info
