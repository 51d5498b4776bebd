"""The cheapest forces there are, to try dynamics on: a law for two atoms, summed over all pairs."""

from collections.abc import Callable

import ase
import numpy as np
import vesin
from numpy.typing import ArrayLike

from mlp_course.calculator import BareCalculator

PairLaw = Callable[
    [np.ndarray], tuple[np.ndarray, np.ndarray]
]  # r (E,) Å -> energy (E,) eV, force (E,) eV/Å
SWITCH = 1.0  # Å before the cutoff, in which a pair fades out


def lennard_jones(r: ArrayLike, epsilon: float, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """Energy 4ε[(σ/r)¹² - (σ/r)⁶] (eV) and force -dE/dr (eV/Å, positive pushes apart) of pairs r (...) Å apart.

    J. E. Jones, Proc. R. Soc. Lond. A 106, 463 (1924), doi:10.1098/rspa.1924.0082.

    >>> energy, force = lennard_jones(2 ** (1 / 6), 1.0, 1.0)
    >>> round(float(energy), 12), round(abs(float(force)), 12)
    (-1.0, 0.0)
    """
    sixth = (sigma / np.asarray(r, dtype=float)) ** 6
    return 4 * epsilon * (sixth**2 - sixth), 24 * epsilon * (2 * sixth**2 - sixth) / r


def fit_lennard_jones(r: ArrayLike, energy: ArrayLike) -> tuple[float, float]:
    """ε (eV) and σ (Å) of least squares through pair energies (P,) in eV at distances (P,) in Å.

    A r⁻¹² - B r⁻⁶ is linear in A and B, so there is one minimum and no starting point: ε = B²/4A,
    σ = (A/B)^(1/6). ValueError if the data have no well.

    >>> r = np.linspace(3, 6, 9)
    >>> epsilon, sigma = fit_lennard_jones(r, lennard_jones(r, 0.0103, 3.4)[0])
    >>> round(epsilon, 6), round(sigma, 6)
    (0.0103, 3.4)
    """
    r, energy = np.asarray(r, dtype=float), np.asarray(energy, dtype=float)
    unit = np.median(r)  # powers of r/unit are neither huge nor tiny
    powers = np.column_stack([(unit / r) ** 12, -((unit / r) ** 6)])
    a, b = np.linalg.lstsq(powers, energy, rcond=None)[0]
    if a <= 0 or b <= 0:
        raise ValueError("these energies have no well that a Lennard-Jones law could describe.")
    return float(b**2 / (4 * a)), float(unit * (a / b) ** (1 / 6))


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
