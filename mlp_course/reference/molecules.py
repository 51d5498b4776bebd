"""Tasks that sample molecules on the GFN2-xTB surface.

Bannwarth, Ehlert, Grimme, J. Chem. Theory Comput. 15, 1652 (2019).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import ase
from ase.build import molecule
from ase.optimize import BFGS

from mlp_course.reference.labelling import EngineMissing, NotConverged
from mlp_course.reference.snapshots import Sampling, snapshots


@dataclass(frozen=True)
class Trajectory:
    """A molecule on the GFN2-xTB surface at `temperature` (K).

    There are `frames` snapshots, `interval_fs` (fs) apart.
    """

    name: str
    group: str
    molecule: str
    temperature: float
    seed: int
    frames: int
    interval_fs: float

    def structures(self, sampling: Sampling) -> Iterator[ase.Atoms]:
        """The sampled structures, positions (N, 3) in Å, in order of time."""
        start = relaxed(molecule(self.molecule))
        return snapshots(start, sampling, self)

    def __len__(self) -> int:
        return self.frames


@dataclass(frozen=True)
class Scan:
    """One bond of the relaxed molecule set to each of `distances` (Å)."""

    name: str
    group: str
    molecule: str
    fixed_atom: int
    moved_atom: int
    distances: tuple[float, ...]

    def structures(self, sampling: Sampling) -> Iterator[ase.Atoms]:
        """The relaxed molecule, positions (N, 3) in Å, with one bond length changed."""
        start = relaxed(molecule(self.molecule))
        for distance in self.distances:
            atoms = ase.Atoms(start.numbers, start.positions)
            atoms.set_distance(self.fixed_atom, self.moved_atom, distance, fix=0)
            atoms.info["bond_length"] = distance
            yield atoms

    def __len__(self) -> int:
        return len(self.distances)


def relaxed(atoms: ase.Atoms, f_max: float = 0.01) -> ase.Atoms:
    """A copy of a molecule (N atoms) at its GFN2-xTB minimum, forces below `f_max` (eV/Å)."""
    atoms = atoms.copy()
    atoms.calc = _xtb()
    converged = BFGS(atoms, logfile=None).run(fmax=f_max, steps=500)
    if not converged:
        raise NotConverged(
            f"xTB relaxation of {atoms.get_chemical_formula()} did not converge in 500 steps."
        )
    return atoms


def _xtb():
    """A calculator of the GFN2-xTB surface."""
    try:
        from tblite.ase import TBLite
    except ImportError as error:
        raise EngineMissing(
            "tblite is not installed: pip install tblite "
            "(there are wheels for Linux on x86-64 only)."
        ) from error
    return TBLite(method="GFN2-xTB", verbosity=0)
