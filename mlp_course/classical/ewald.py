"""The Ewald sum: charges that repeat in space, as a quick sum in real and one in reciprocal space.

After Allen and Tildesley, Computer Simulation of Liquids (2nd ed. 2017), section 6.2, with
conducting ("tin-foil") surroundings; the virial is theirs, too. Lengths in Å, energies in eV,
charges in elementary charges.

1. `pair`: each charge is screened by a Gaussian of the opposite charge, so pairs count within a
cutoff only. 2. `smooth`: the Gaussians, with the sign turned, are a smooth density: a short sum
over the reciprocal lattice. 3. What a Gaussian does to its own charge is taken off: the
self-energy.
"""

import numpy as np
from ase.units import Bohr, Hartree
from scipy.special import erfc

COULOMB = Hartree * Bohr  # e²/(4πε₀) = 14.3996 eV Å


class Ewald:
    """Coulomb energy, forces and virial of N charges (elementary charges) that repeat with `cell`
    (3, 3) Å.

    `accuracy` is what remains of a term at the real-space `cutoff` (Å) and at the reciprocal one.
    Raises ValueError for a cell that does not repeat in space or is not neutral.
    """

    def __init__(
        self,
        charges: np.ndarray,
        cell: np.ndarray,
        *,
        cutoff: float,
        accuracy: float = 1e-5,
    ):
        self.volume = abs(np.linalg.det(cell))
        if self.volume < 1e-9:
            raise ValueError("an Ewald sum needs three lattice vectors that span space.")
        if abs(charges.sum()) > 1e-9 * len(charges):
            raise ValueError(
                f"the cell must be neutral; its charges add up to {charges.sum():.3g} e."
            )
        self.charges = charges
        self.cutoff = cutoff

        # Both sums are cut off where a term has fallen to the accuracy.
        spread = np.sqrt(-np.log(accuracy))
        self.width = spread / cutoff  # α in 1/Å
        self.k = _half_of_reciprocal_lattice(cell, 2 * self.width * spread)  # (K, 3) 1/Å
        self.k_squared = (self.k**2).sum(axis=1)

        # 4π/V exp(-k²/4α²)/k², twice ½: half of the lattice stands for all of it
        gaussian = np.exp(-self.k_squared / (4 * self.width**2))
        self.weight = 4 * np.pi * COULOMB / self.volume * gaussian / self.k_squared
        self.self_energy = -COULOMB * self.width / np.sqrt(np.pi) * (charges**2).sum()

    def pair(self, r: np.ndarray, product: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Screened energy (eV) and force -dE/dr (eV/Å), each (E,), of pairs r (E,) apart with
        charge products (E,).
        """
        energy = COULOMB * product * erfc(self.width * r) / r
        gaussian = 2 * self.width / np.sqrt(np.pi) * np.exp(-((self.width * r) ** 2))
        force = (energy + COULOMB * product * gaussian) / r
        return energy, force

    def smooth(self, positions: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """The reciprocal part.

        Energy (eV, self-energy included), forces (N, 3) eV/Å, virial ∂E/∂ε (3, 3) eV.
        """
        phase = positions @ self.k.T  # (N, K)
        cosine = np.cos(phase)
        sine = np.sin(phase)

        # structure factor Σ q exp(ik·r) = C + iS
        C = self.charges @ cosine  # (K,)
        S = self.charges @ sine  # (K,)
        terms = self.weight * (C**2 + S**2)  # (K,) eV

        along_k = sine * (self.weight * C) - cosine * (self.weight * S)  # (N, K)
        forces = 2 * self.charges[:, None] * (along_k @ self.k)

        stretch = terms * (2 / self.k_squared + 1 / (2 * self.width**2))
        virial = (stretch[:, None] * self.k).T @ self.k - terms.sum() * np.eye(3)
        return terms.sum() + self.self_energy, forces, virial


def _half_of_reciprocal_lattice(cell: np.ndarray, k_max: float) -> np.ndarray:
    """One of every k, -k couple within `k_max` (1/Å), the origin left out: (K, 3) in 1/Å."""
    reciprocal = 2 * np.pi * np.linalg.inv(cell).T
    most = np.ceil(k_max * np.linalg.norm(cell, axis=1) / (2 * np.pi)).astype(int)
    ranges = [np.arange(-m, m + 1) for m in most]
    grid = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, 3)
    # The grid is symmetric about its middle, the origin.
    half = grid[len(grid) // 2 + 1 :]
    k = half @ reciprocal
    return k[(k**2).sum(axis=1) < k_max**2]
