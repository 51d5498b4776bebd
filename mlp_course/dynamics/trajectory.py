"""A trajectory: where N atoms were at T times, and the energies they had."""

import io
import operator
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import ase
import numpy as np

from mlp_course.dynamics.newton import kinetic_temperature
from mlp_course.files import replacing

FRAMEWISE = ("times_fs", "positions", "potential_energy", "kinetic_energy")
FIELDS = (*FRAMEWISE, "cell", "species")

# What reading a file that is damaged, or of something else (a single array, say), may raise
UNREADABLE = (ValueError, AttributeError, EOFError, KeyError, TypeError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Trajectory:
    """T frames of N atoms, positions as the integrator leaves them.

    An atom that walks out of the cell stays out. Raises ValueError for arrays whose shapes do not
    fit together.
    """

    times_fs: np.ndarray  # (T,) from the start of recording
    positions: np.ndarray  # (T, N, 3) Å, unwrapped
    potential_energy: np.ndarray  # (T,) eV
    kinetic_energy: np.ndarray  # (T,) eV
    cell: np.ndarray  # (3, 3) Å, rows; a row of zeros does not repeat
    species: np.ndarray  # (N,) atomic numbers

    def __post_init__(self):
        n_frames = len(self.times_fs)
        n_atoms = len(self.species)
        shapes = {
            "times_fs": (n_frames,),
            "positions": (n_frames, n_atoms, 3),
            "cell": (3, 3),
            "species": (n_atoms,),
            "potential_energy": (n_frames,),
            "kinetic_energy": (n_frames,),
        }
        for name, wanted in shapes.items():
            shape = np.shape(getattr(self, name))
            if shape != wanted:
                raise ValueError(f"{name} must have shape {wanted}, got {shape}.")

    def __len__(self) -> int:
        return len(self.times_fs)

    def __iter__(self) -> Iterator[ase.Atoms]:
        return (self.atoms(frame) for frame in range(len(self)))

    @overload
    def __getitem__(self, frames: int) -> ase.Atoms: ...

    @overload
    def __getitem__(self, frames: slice) -> "Trajectory": ...

    def __getitem__(self, frames: int | slice) -> "ase.Atoms | Trajectory":
        """One of the frames as atoms, or some of them, whose times stay what they were."""
        if not isinstance(frames, slice):
            return self.atoms(operator.index(frames))
        return Trajectory(
            times_fs=self.times_fs[frames],
            positions=self.positions[frames],
            potential_energy=self.potential_energy[frames],
            kinetic_energy=self.kinetic_energy[frames],
            cell=self.cell,
            species=self.species,
        )

    @property
    def total_energy(self) -> np.ndarray:  # (T,) eV
        """Potential and kinetic energy together.

        It is constant if the dynamics is Newton's and the forces are right.
        """
        return self.potential_energy + self.kinetic_energy

    @property
    def temperature(self) -> np.ndarray:  # (T,) K
        """Instantaneous temperature, 3N - 3 degrees of freedom."""
        return kinetic_temperature(self.kinetic_energy, len(self.species))

    def atoms(self, frame: int) -> ase.Atoms:
        """One frame as `ase.Atoms`, to look at or to start from (without velocities)."""
        return ase.Atoms(
            self.species,
            self.positions[frame],
            cell=self.cell,
            pbc=self.cell.any(axis=1),
        )

    def save(self, path: Path | str, *, positions_dtype: type = np.float64) -> None:
        """Write a compressed .npz, whole or not at all.

        float32 positions (≤ 1e-5 Å off) halve it.
        """
        arrays = {name: getattr(self, name) for name in FIELDS}
        arrays["positions"] = self.positions.astype(positions_dtype)
        write_arrays(path, arrays, compressed=True)

    @staticmethod
    def load(path: Path | str) -> "Trajectory":
        """Read what `save` or `record` wrote, positions (T, N, 3) as float64.

        Raises ValueError if it is something else.
        """
        return from_arrays(read_arrays(path), path)


def from_arrays(arrays: Mapping[str, np.ndarray], path: Path | str) -> Trajectory:
    """The trajectory among `arrays`, read from `path`; ValueError if there is none."""
    missing = [name for name in FIELDS if name not in arrays]
    if missing:
        raise ValueError(f"{path} is not a trajectory: {', '.join(missing)} is not in it.")
    numbers = {}
    for name in FIELDS:
        numbers[name] = arrays[name]
        if name != "species":
            numbers[name] = arrays[name].astype(float)
    return Trajectory(**numbers)


def write_arrays(path: Path | str, arrays: Mapping[str, np.ndarray], *, compressed: bool) -> None:
    """Write named arrays to an .npz at `path`, whole or not at all.

    A kill leaves the older file.
    """
    write = np.savez_compressed if compressed else np.savez
    named: dict[str, Any] = dict(arrays)
    with replacing(path) as partial, partial.open("wb") as file:
        write(file, **named)


def read_arrays(path: Path | str) -> dict[str, np.ndarray]:
    """The named arrays of an .npz; ValueError if it is damaged or something else."""
    content = io.BytesIO(Path(path).read_bytes())
    try:
        with np.load(content, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except UNREADABLE as error:
        raise ValueError(
            f"{path} is not a trajectory, or it is damaged: delete it to start anew."
        ) from error


def parts(arrays: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    """The arrays whose names begin so, by the rest of their names."""
    return {
        name.removeprefix(prefix): value
        for name, value in arrays.items()
        if name.startswith(prefix)
    }
