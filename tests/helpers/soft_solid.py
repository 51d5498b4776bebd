"""A solid that costs nothing to compute: atoms on springs that stiffen, free to move as a whole."""

import ase
import numpy as np

from mlp_course.calculator import BareCalculator
from mlp_course.dynamics import thermalize

SPRING, QUARTIC = 2.0, 3.0  # eV/Å², eV/Å⁴


def energy_and_forces(displacements: np.ndarray) -> tuple[float, np.ndarray]:
    """E = Σ ½ k u² + ¼ q u⁴ of displacements (N, 3) from where the whole solid has moved to."""
    u = displacements - displacements.mean(axis=0)
    force = -SPRING * u - QUARTIC * u**3
    return float((SPRING * u**2 / 2 + QUARTIC * u**4 / 4).sum()), force - force.mean(axis=0)


class SoftSolid(BareCalculator):
    """Answers ASE; from call number `breaks_at` on, its forces are multiplied by `factor`."""

    def __init__(self, sites: np.ndarray, *, breaks_at: int = 10**9, factor: float = 1.0):
        super().__init__()
        self.sites, self.breaks_at, self.factor, self.calls = sites, breaks_at, factor, 0

    def compute(self, atoms: ase.Atoms) -> dict:
        self.calls += 1
        energy, forces = energy_and_forces(atoms.positions - self.sites)
        return {
            "energy": energy,
            "forces": forces * (self.factor if self.calls >= self.breaks_at else 1.0),
        }


def solid(temperature: float = 300.0, *, seed: int = 0, **broken) -> ase.Atoms:
    """Eight atoms of four elements in a box, with velocities; slowest vibration about 50 fs."""
    sites = 3.0 * np.array(np.unravel_index(range(8), (2, 2, 2))).T
    atoms = ase.Atoms("HCOSiHCOSi", positions=sites, cell=[6.0, 6.0, 6.0], pbc=True)
    atoms.calc = SoftSolid(sites, **broken)
    thermalize(atoms, temperature, np.random.default_rng(seed))
    return atoms
