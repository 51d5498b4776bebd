"""Tasks that sample solids on the classical surfaces of `rigid_ion`.

These are α-AgI and silica, as crystals and melts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import ase
import numpy as np
from ase.optimize import FIRE

from mlp_course.classical.rigid_ion import silica, silver_iodide
from mlp_course.reference.crystals import alpha_silver_iodide, silica_polymorph
from mlp_course.reference.snapshots import Sampling, snapshots


@dataclass(frozen=True)
class Superionic:
    """α-AgI on the classical surface of `rigid_ion`.

    It has 4 `repeat`³ atoms at one lattice constant (Å).
    """

    name: str
    group: str
    temperature: float
    lattice_constant: float
    repeat: int
    seed: int
    frames: int
    interval_fs: float

    def structures(self, sampling: Sampling) -> Iterator[ase.Atoms]:
        """The sampled structures, positions (N, 3) in Å, in order of time."""
        return snapshots(self.start(), sampling, self)

    def start(self) -> ase.Atoms:
        """Silver on random sites, pushed out of the steepest contacts.

        The sites have a seed apart from that of the dynamics.
        """
        rng = np.random.default_rng([self.seed, 1])
        atoms = alpha_silver_iodide(self.lattice_constant, self.repeat, rng)
        atoms.calc = silver_iodide()
        FIRE(atoms, logfile=None).run(fmax=0.3, steps=100)
        return atoms

    def __len__(self) -> int:
        return self.frames


@dataclass(frozen=True)
class Crystal:
    """A polymorph of silica, strained and shaken.

    Cells are strained by up to `strain`, atoms displaced by `rattle` (Å, standard deviation).
    """

    name: str
    group: str
    polymorph: str
    strain: float
    rattle: float
    seed: int
    frames: int

    def structures(self, sampling: Sampling) -> Iterator[ase.Atoms]:
        """Independent structures, positions (N, 3) and cell (3, 3) in Å."""
        rng = np.random.default_rng(self.seed)
        for _ in range(self.frames):
            atoms = silica_polymorph(self.polymorph)
            atoms = ase.Atoms(atoms.numbers, atoms.positions, cell=atoms.cell, pbc=True)
            strain = rng.uniform(-self.strain, self.strain, size=(3, 3))
            symmetric = (strain + strain.T) / 2  # without a rotation
            cell = atoms.cell.array @ (np.eye(3) + symmetric)
            atoms.set_cell(cell, scale_atoms=True)
            atoms.positions += rng.normal(scale=self.rattle, size=(len(atoms), 3))
            yield atoms

    def __len__(self) -> int:
        return self.frames


@dataclass(frozen=True)
class Melt:
    """Silica on the classical BKS surface, hot enough (K) to lose its crystal.

    It stays in the cell of `polymorph`.
    """

    name: str
    group: str
    polymorph: str
    temperature: float
    repeat: tuple[int, int, int]
    seed: int
    frames: int
    interval_fs: float

    def structures(self, sampling: Sampling) -> Iterator[ase.Atoms]:
        """The sampled structures, positions (N, 3) in Å, in order of time."""
        crystal = silica_polymorph(self.polymorph).repeat(self.repeat)
        atoms = ase.Atoms(crystal.numbers, crystal.positions, cell=crystal.cell, pbc=True)
        atoms.calc = silica()
        return snapshots(atoms, sampling, self)

    def __len__(self) -> int:
        return self.frames
