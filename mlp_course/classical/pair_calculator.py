"""One law for two atoms, summed over all pairs, as an ASE calculator.

These are the cheapest forces to try dynamics on.
"""

import ase
import numpy as np

from mlp_course.calculator import BareCalculator
from mlp_course.classical.laws import PairLaw
from mlp_course.neighbors import find_pairs

SWITCH = 1.0  # Å before the cutoff, in which a pair fades out


def sum_to_atoms(i: np.ndarray, j: np.ndarray, on_j: np.ndarray, n_atoms: int) -> np.ndarray:
    """Forces (N, 3) of pairs i, j (E,) with the force `on_j` (E, 3) on j, the opposite on i."""
    forces = np.empty((n_atoms, 3))
    for axis in range(3):
        along = on_j[:, axis]
        forces[:, axis] = np.bincount(j, along, n_atoms) - np.bincount(i, along, n_atoms)
    return forces


class PairCalculator(BareCalculator):
    """ASE calculator of one `pair` law for all atoms, faded out smoothly before `cutoff` (Å).

    The law returns energy (E,) and force (E,) of distances (E,), as `lennard_jones` does.
    """

    def __init__(self, pair: PairLaw, cutoff: float):
        super().__init__()
        self.pair = pair
        self.cutoff = cutoff

    def compute(self, atoms: ase.Atoms) -> dict:
        """Energy (eV) and forces (N, 3) in eV/Å."""
        cell = atoms.cell.complete().array
        i, j, vectors, r = find_pairs(atoms.positions, cell, atoms.pbc, self.cutoff)
        energy, force = self._faded(r)
        push = (force / r)[:, None] * vectors  # (E, 3) eV/Å on j, away from i
        total = float(energy.sum())
        return {
            "energy": total,
            "free_energy": total,
            "forces": sum_to_atoms(i, j, push, len(atoms)),
        }

    def _faded(self, r: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The law times a polynomial that falls from 1 to 0, with two continuous derivatives."""
        energy, force = self.pair(r)
        t = np.clip((r - self.cutoff) / SWITCH + 1, 0, 1)
        switch = 1 - t**3 * (10 - 15 * t + 6 * t**2)
        slope = -30 * (t * (1 - t)) ** 2 / SWITCH
        return energy * switch, force * switch - energy * slope
