"""One law for two atoms, summed over all pairs, as an ASE calculator.

These are the cheapest forces to try dynamics on.
"""

import ase
import numpy as np

from mlp_course.calculator import BareCalculator
from mlp_course.classical.laws import EnergyAndForce, PairLaw
from mlp_course.elements import a_cutoff
from mlp_course.neighbors import pairs_of_atoms

SWITCH = 1.0  # Å before the cutoff, in which a pair fades out


def sum_to_atoms(
    i: np.ndarray,  # (E,)
    j: np.ndarray,  # (E,)
    on_j: np.ndarray,  # (E, 3)
    n_atoms: int,
) -> np.ndarray:  # (N, 3)
    """Forces (N, 3) of pairs i, j (E,) with the force `on_j` (E, 3) on j, the opposite on i."""
    forces = np.empty((n_atoms, 3))
    for axis in range(3):
        along = on_j[:, axis]
        action = np.bincount(j, along, n_atoms)
        reaction = np.bincount(i, along, n_atoms)
        forces[:, axis] = action - reaction
    return forces


class PairCalculator(BareCalculator):
    """ASE calculator of one `pair` law for all atoms, faded out smoothly before `cutoff` (Å).

    The law returns energy (E,) and force (E,) of distances (E,), as `lennard_jones` does.
    """

    def __init__(self, pair: PairLaw, cutoff: float):
        super().__init__()
        self.pair = pair
        self.cutoff = a_cutoff(cutoff)

    def compute(self, atoms: ase.Atoms) -> dict:
        """Energy (eV) and forces (N, 3) in eV/Å."""
        i, j, vectors, r = pairs_of_atoms(atoms, self.cutoff)
        energy, force = self._faded(r)
        total = float(energy.sum())

        # The law pushes j away from i, and i away from j.
        per_distance = force / r
        on_j = per_distance[:, None] * vectors  # (E, 3) eV/Å
        forces = sum_to_atoms(i, j, on_j, len(atoms))
        return {
            "energy": total,
            "free_energy": total,
            "forces": forces,
        }

    def _faded(self, r: np.ndarray) -> EnergyAndForce:
        """The law times a polynomial that falls from 1 to 0, with two continuous derivatives."""
        # t rises from 0 to 1 where the pair fades out.
        beyond = r - self.cutoff
        t = np.clip(beyond / SWITCH + 1, 0, 1)
        switch = 1 - t**3 * (10 - 15 * t + 6 * t**2)
        slope = -30 * (t * (1 - t)) ** 2 / SWITCH

        # -d(u · switch)/dr
        energy, force = self.pair(r)
        faded_energy = energy * switch
        faded_force = force * switch - energy * slope
        return faded_energy, faded_force
