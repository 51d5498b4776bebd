"""Labelled structures: the sets that ship with the course, splits, and an ASE database in and out.

Energies in eV, forces in eV/Å, stress in eV/Å³. Every file under `data/` is checked against its SHA-256 before use.
"""

import gzip
import hashlib
import io
import os
import sqlite3
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ase
import ase.io
import numpy as np
import torch
from ase.calculators.calculator import PropertyNotImplementedError
from ase.calculators.singlepoint import SinglePointCalculator
from ase.db import connect
from ase.stress import full_3x3_to_voigt_6_stress, voigt_6_to_full_3x3_stress
from torch import Tensor

from mlp_course.structures import Structure, from_ase, to_ase

FOLDER = Path(os.environ.get("MLP_COURSE_DATA", Path(__file__).resolve().parent.parent / "data"))


class DataError(RuntimeError):
    """A data file is missing, damaged or without labels."""


@dataclass(frozen=True)
class Labelled:
    """A structure of N atoms with what the reference method says of it."""

    structure: Structure
    energy: Tensor  # () eV
    forces: Tensor  # (N, 3) eV/Å
    info: Mapping = field(
        default_factory=dict
    )  # where it comes from: group, trajectory, temperature ...
    stress: Tensor | None = None  # (3, 3) eV/Å³, (1/V) ∂E/∂ε; None where the method gives none

    def __len__(self) -> int:
        return len(self.structure)


def load(name: str, **wanted) -> list[Labelled]:
    """The frames of data set `name` whose info has the `wanted` values; DATA.md beside them tells more.

    Raises DataError if the file is missing or damaged, or if no frame is like that.

    >>> frames = load("ethanol", group="scan")
    >>> sorted(set(len(frame) for frame in frames))
    [9]
    """
    text = gzip.decompress(_checked_bytes(name, f"{name}.extxyz.gz")).decode()
    frames = (from_atoms(atoms) for atoms in ase.io.iread(io.StringIO(text), ":", format="extxyz"))
    chosen = [
        frame
        for frame in frames
        if all(frame.info.get(key) == value for key, value in wanted.items())
    ]
    if not chosen:
        raise DataError(
            f"No frame of {name} has {wanted}: see DATA.md beside it for what there is."
        )
    return chosen


def verify() -> list[str]:
    """One sentence for every shipped data file that is missing or damaged; empty when all is well."""
    problems = []
    for path in sorted(FOLDER.glob("*/SHA256SUMS")):
        for file in _sums(path) or [f"{path.parent.name}.extxyz.gz"]:
            try:
                checked_path(path.parent.name, file)
            except DataError as error:
                problems.append(str(error))
    return problems or (
        [] if any(FOLDER.glob("*/SHA256SUMS")) else [f"No data set found under {FOLDER}."]
    )


def from_atoms(atoms: ase.Atoms) -> Labelled:
    """Read what is stored with `atoms`: energy () in eV, forces (N, 3) in eV/Å and, if any, stress (3, 3) in eV/Å³.

    Raises DataError without energy and forces.
    """
    try:
        energy, forces = atoms.get_potential_energy(), atoms.get_forces(apply_constraint=False)
    except RuntimeError as error:
        raise DataError(f"{atoms.get_chemical_formula()} carries no energy and forces.") from error
    info = {
        key: value.item() if isinstance(value, np.generic) else value
        for key, value in atoms.info.items()
    }
    energy, forces = (
        torch.as_tensor(np.array(label, dtype=np.float64)) for label in (energy, forces)
    )
    return Labelled(from_ase(atoms), energy, forces, info, _stored_stress(atoms))


def to_atoms(frame: Labelled) -> ase.Atoms:
    """`ase.Atoms` that answer with the labelled energy (eV), forces (N, 3) in eV/Å and, if any, stress in eV/Å³."""
    atoms = to_ase(frame.structure)
    atoms.info.update(frame.info)
    stress = (
        {} if frame.stress is None else {"stress": full_3x3_to_voigt_6_stress(frame.stress.numpy())}
    )
    atoms.calc = SinglePointCalculator(
        atoms, energy=frame.energy.item(), forces=frame.forces.numpy(), **stress
    )
    return atoms


def write_database(path: Path | str, frames: Sequence[Labelled]) -> None:
    """Append `frames` to the ASE database at `path`, all or none; labels (eV, eV/Å, eV/Å³) exactly."""
    with connect(path) as database:
        for frame in frames:
            database.write(to_atoms(frame), data={"info": dict(frame.info)})


def read_database(path: Path | str) -> list[Labelled]:
    """All frames of the ASE database at `path` in the order written, in eV, eV/Å, eV/Å³; DataError if it has none."""
    if not Path(path).exists():
        raise DataError(f"There is no database at {path}.")
    try:
        rows = list(connect(path).select())
    except sqlite3.DatabaseError as error:
        raise DataError(f"{path} is damaged or not an ASE database.") from error
    frames = []
    for row in rows:
        atoms = row.toatoms()
        atoms.info = dict(row.data.get("info", {}))
        frames.append(from_atoms(atoms))
    return frames


def random_split(n: int, fractions: Sequence[float], rng: np.random.Generator) -> list[np.ndarray]:
    """Shuffle indices 0 … n - 1 and cut them into sets of the given `fractions`, which add up to 1.

    >>> [len(part) for part in random_split(10, (0.8, 0.1, 0.1), np.random.default_rng(0))]
    [8, 1, 1]
    """
    if not np.isclose(sum(fractions), 1) or min(fractions) < 0:
        raise ValueError(f"fractions must be positive and add up to 1, got {tuple(fractions)}.")
    cuts = np.rint(np.cumsum(fractions)[:-1] * n).astype(int)
    return np.split(rng.permutation(n), cuts)


def blocked_split(
    blocks: Sequence[Hashable], fractions: Sequence[float], rng: np.random.Generator
) -> list[np.ndarray]:
    """Like `random_split`, but frames with the same entry in `blocks` (n,) stay together.

    Frames of one trajectory resemble each other; a test set is unseen only if whole blocks of time are.

    >>> blocked_split(["a", "a", "b", "b"], (0.5, 0.5), np.random.default_rng(0))
    [array([0, 1]), array([2, 3])]
    """
    names = list(dict.fromkeys(blocks))
    chosen = random_split(len(names), fractions, rng)
    members = [{names[k] for k in part} for part in chosen]
    return [
        np.array([i for i, block in enumerate(blocks) if block in part], dtype=int)
        for part in members
    ]


def time_blocks(frames: Sequence[Labelled], length: int) -> list[tuple[str, int]]:
    """The block each frame belongs to: its trajectory, and which stretch of `length` frames of it."""
    return [(frame.info["trajectory"], frame.info["frame"] // length) for frame in frames]


def checked_path(name: str, file: str) -> Path:
    """Where `file` of data set `name` is, its checksum compared; DataError if it is missing or damaged."""
    path = FOLDER / name / file
    _checked_bytes(name, file)
    return path


def _stored_stress(atoms: ase.Atoms) -> Tensor | None:  # (3, 3) eV/Å³
    """Stress that has been computed already: nothing is computed for it."""
    try:
        stress = atoms.calc.get_property("stress", atoms, allow_calculation=False)  # (6,)
    except PropertyNotImplementedError:
        return None
    return (
        None
        if stress is None
        else torch.from_numpy(voigt_6_to_full_3x3_stress(np.array(stress, dtype=np.float64)))
    )


def _checked_bytes(name: str, file: str) -> bytes:
    path, sums = FOLDER / name / file, FOLDER / name / "SHA256SUMS"
    mend = f"Copy it anew from the course's download; making it again (hours) is  python3 course.py data make {name}"
    if not path.exists() or not sums.exists():
        raise DataError(f"The data file {path} is missing. {mend}")
    content = path.read_bytes()
    if _sums(sums).get(file) != hashlib.sha256(content).hexdigest():
        raise DataError(
            f"The data file {path} is damaged: its checksum differs from SHA256SUMS. {mend}"
        )
    return content


def _sums(path: Path) -> dict[str, str]:
    """SHA-256 of every file named in a SHA256SUMS."""
    lines = (
        line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    )
    return {words[1]: words[0] for words in lines if len(words) == 2}
