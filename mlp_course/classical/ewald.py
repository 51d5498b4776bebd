"""The Ewald sum: charges that repeat in space, as a quick sum in real and one in reciprocal space.

It follows Allen and Tildesley, Computer Simulation of Liquids (2nd ed. 2017), section 6.2, with
conducting ("tin-foil") surroundings; the virial is theirs, too. Lengths are in Å, energies in eV,
charges in elementary charges.

    1. `pair`: each charge is screened by a Gaussian of the opposite charge, so pairs count within a
       cutoff only.
    2. `smooth`: the Gaussians, with the sign turned, are a smooth density: a short sum over the
       reciprocal lattice.
    3. What a Gaussian does to its own charge is taken off: the self-energy.
"""

import numpy as np
from ase.units import Bohr, Hartree
from scipy.special import erfc

from mlp_course.classical.laws import EnergyAndForce
from mlp_course.elements import a_cutoff

COULOMB = Hartree * Bohr  # e²/(4πε₀) = 14.3996 eV Å
ROOT_PI = np.sqrt(np.pi)


class Ewald:
    """Coulomb energy, forces and virial of N charges (elementary charges) that repeat with `cell`
    (3, 3) Å.

    `accuracy` is what remains of a term at the real-space `cutoff` (Å) and at the reciprocal one.
    Raises ValueError for a cell that does not repeat in space or is not neutral.
    """

    def __init__(
        self,
        charges: np.ndarray,  # (N,)
        cell: np.ndarray,  # (3, 3) Å, rows
        *,
        cutoff: float,
        accuracy: float = 1e-5,
    ):
        self.volume = abs(np.linalg.det(cell))
        if self.volume < 1e-9:
            raise ValueError("an Ewald sum needs three lattice vectors that span space.")
        total = charges.sum()
        rounding = 1e-9 * len(charges)
        if abs(total) > rounding:
            raise ValueError(f"the cell must be neutral; its charges add up to {total:.3g} e.")
        self.charges = charges
        self.cutoff = a_cutoff(cutoff)

        # Both sums are cut off where a term has fallen to the accuracy.
        fall = -np.log(accuracy)
        spread = np.sqrt(fall)
        self.width = spread / cutoff  # α in 1/Å
        k_max = 2 * self.width * spread

        # 2. 4π/V exp(-k²/4α²)/k², twice ½: half of the lattice stands for all of it
        self.k = _half_of_reciprocal_lattice(cell, k_max)  # (K, 3) 1/Å
        squares = self.k**2
        self.k_squared = squares.sum(axis=1)  # (K,)
        exponent = self.k_squared / (4 * self.width**2)
        gaussian = np.exp(-exponent)
        strength = 4 * np.pi * COULOMB / self.volume
        self.weight = strength * gaussian / self.k_squared  # (K,) eV

        # 3. α/√π Σ q²
        charges_squared = charges**2
        of_unit_charge = -COULOMB * self.width / ROOT_PI
        self.self_energy = of_unit_charge * charges_squared.sum()

    def pair(
        self,
        r: np.ndarray,  # (E,) Å
        product: np.ndarray,  # (E,)
    ) -> EnergyAndForce:
        """Screened energy (eV) and force -dE/dr (eV/Å), each (E,), of pairs r (E,) apart with
        charge products (E,).
        """
        reduced = self.width * r  # α r
        charge = COULOMB * product  # eV Å
        energy = charge * erfc(reduced) / r

        # -d erfc(α r)/dr
        height = 2 * self.width / ROOT_PI
        decay = np.exp(-(reduced**2))
        gaussian = height * decay
        screening = charge * gaussian
        force = (energy + screening) / r
        return energy, force

    def smooth(
        self,
        positions: np.ndarray,  # (N, 3) Å
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """The reciprocal part of energy, forces and virial.

        The energy (eV) includes the self-energy; forces are (N, 3) in eV/Å, the virial ∂E/∂ε is
        (3, 3) in eV.
        """
        k = self.k
        weight = self.weight
        phase = positions @ k.T  # (N, K)
        cosine = np.cos(phase)
        sine = np.sin(phase)

        # structure factor Σ q exp(ik·r) = C + iS
        C = self.charges @ cosine  # (K,)
        S = self.charges @ sine  # (K,)
        squares = C**2 + S**2
        terms = weight * squares  # (K,) eV
        energy = terms.sum()

        # An atom is pushed along k by its own phase against all others'.
        wC = weight * C
        wS = weight * S
        along_k = sine * wC - cosine * wS  # (N, K)
        push = along_k @ k  # (N, 3)
        charges = self.charges[:, None]  # (N, 1)
        forces = 2 * charges * push

        # A strain changes every k, and the volume.
        of_power = 2 / self.k_squared
        of_gaussian = 1 / (2 * self.width**2)
        of_weight = of_power + of_gaussian
        stretch = terms * of_weight  # (K,)
        stretched = stretch[:, None] * k  # (K, 3)
        of_k = stretched.T @ k
        of_volume = energy * np.eye(3)
        virial = of_k - of_volume

        total = energy + self.self_energy
        return total, forces, virial


def _half_of_reciprocal_lattice(
    cell: np.ndarray,  # (3, 3) Å
    k_max: float,  # 1/Å
) -> np.ndarray:  # (K, 3) 1/Å
    """One of every k, -k couple within `k_max`, the origin left out."""
    inverse = np.linalg.inv(cell)
    reciprocal = 2 * np.pi * inverse.T  # (3, 3) 1/Å, rows

    # Whole numbers of reciprocal vectors, as far as the longest k may reach along each
    lengths = np.linalg.norm(cell, axis=1)
    reach = k_max * lengths / (2 * np.pi)
    most = np.ceil(reach).astype(int)
    ranges = [np.arange(-m, m + 1) for m in most]
    along = np.meshgrid(*ranges, indexing="ij")
    grid = np.stack(along, axis=-1)
    grid = grid.reshape(-1, 3)

    # The grid is symmetric about its middle, the origin.
    middle = len(grid) // 2
    half = grid[middle + 1 :]
    k = half @ reciprocal
    squares = (k**2).sum(axis=1)
    inside = squares < k_max**2
    return k[inside]
