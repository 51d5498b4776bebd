"""One law for two atoms, summed over all pairs, as an ASE calculator."""

import ase
import numpy as np
import vesin

from mlp_course.calculator import BareCalculator
from mlp_course.classical.laws import PairLaw

SWITCH = 1.0  # Å before the cutoff, in which a pair fades out


class PairCalculator(BareCalculator):
    """ASE calculator of one `pair` law for all atoms, faded out smoothly before `cutoff` (Å).

    The law returns energy (E,) and force (E,) of distances (E,), as `lennard_jones` does.
    """

    def __init__(self, pair: PairLaw, cutoff: float):
        super().__init__()
        self.pair, self.cutoff = pair, cutoff

    def compute(self, atoms: ase.Atoms) -> dict:
        """Energy (eV) and forces (N, 3) in eV/Å."""
        search = vesin.NeighborList(cutoff=self.cutoff, full_list=False)
        box = atoms.cell.complete().array
        i, j, vectors, r = search.compute(
            atoms.positions, box, periodic=atoms.pbc, quantities="ijDd"
        )
        energy, force = self._faded(r)
        push = (force / r)[:, None] * vectors  # (E, 3) eV/Å on j, away from i
        forces = np.empty((len(atoms), 3))
        for axis in range(3):
            along = push[:, axis]
            forces[:, axis] = np.bincount(j, along, len(atoms)) - np.bincount(i, along, len(atoms))
        return {"energy": float(energy.sum()), "free_energy": float(energy.sum()), "forces": forces}

    def _faded(self, r: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The law times a polynomial that falls from 1 to 0, with two continuous derivatives."""
        energy, force = self.pair(r)
        t = np.clip((r - self.cutoff) / SWITCH + 1, 0, 1)
        switch, slope = 1 - t**3 * (10 - 15 * t + 6 * t**2), -30 * (t * (1 - t)) ** 2 / SWITCH
        return energy * switch, force * switch - energy * slope
