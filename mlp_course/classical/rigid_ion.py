"""Ions that never change their charge: the Ewald sum and two classical potentials of the literature.

E = ½ Σ_ij [u(r_ij) - shifted at the cutoff] + Ewald sum of q_i q_j e²/(4πε₀ r_ij)

Conventions: Å, eV, elementary charges; pairs i -> j and their images come from `vesin`. The Ewald sum
follows Allen and Tildesley, Computer Simulation of Liquids (2nd ed. 2017), section 6.2, with conducting
("tin-foil") surroundings; the stress is theirs too. Nothing here is fitted to our own data.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ase
import numpy as np
import vesin
from ase.data import chemical_symbols
from ase.stress import full_3x3_to_voigt_6_stress

from mlp_course.calculator import BareCalculator
from mlp_course.classical.ewald import COULOMB, Ewald

PairLaw = Callable[
    [np.ndarray], tuple[np.ndarray, np.ndarray]
]  # r (E,) Å -> u (E,) eV, du/dr (E,) eV/Å


@dataclass(frozen=True)
class VashishtaRahman:
    """u(r) = H/rⁿ - P/r⁴ - W/r⁶ (eV; P. Vashishta, A. Rahman, Phys. Rev. Lett. 40, 1337 (1978), Eq. 1)."""

    n: int
    H: float  # eV Åⁿ, steric repulsion
    P: float  # eV Å⁴, charge and induced dipole
    W: float  # eV Å⁶, dispersion

    def __call__(self, r: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Energy and slope, each (E,), at distances (E,) in Å."""
        repulsion, polarisation, dispersion = self.H / r**self.n, self.P / r**4, self.W / r**6
        slope = (-self.n * repulsion + 4 * polarisation + 6 * dispersion) / r
        return repulsion - polarisation - dispersion, slope


@dataclass(frozen=True)
class Buckingham:
    """u(r) = A exp(-br) - C/r⁶ (eV), which falls to -∞ at short r: not for collisions."""

    A: float  # eV
    b: float  # 1/Å
    C: float  # eV Å⁶

    def __call__(self, r: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Energy and slope, each (E,), at distances (E,) in Å."""
        repulsion, dispersion = self.A * np.exp(-self.b * r), self.C / r**6
        return repulsion - dispersion, -self.b * repulsion + 6 * dispersion / r


class RigidIon(BareCalculator):
    """ASE calculator: fixed charges and a pair law for every couple of elements.

    `charges` maps symbols to elementary charges, `laws` sorted couples of symbols to a PairLaw; laws and
    their slopes are shifted to zero at `cutoff` (Å). Raises ValueError for an element without a charge.
    """

    def __init__(
        self,
        charges: Mapping[str, float],
        laws: Mapping[tuple[str, str], PairLaw],
        *,
        cutoff: float = 7.5,
    ):
        super().__init__()
        self.charges, self.laws, self.cutoff = dict(charges), dict(laws), cutoff
        self._cell_of_ewald, self._ewald = None, None

    def compute(self, atoms: ase.Atoms) -> dict:
        """Energy (eV), forces (N, 3) eV/Å and stress (6,) eV/Å³."""
        ewald = self._ewald_of(atoms)
        search = vesin.NeighborList(cutoff=self.cutoff, full_list=False)
        i, j, vectors, r = search.compute(atoms.positions, atoms.cell.array, True, "ijDd")
        energy, slope = ewald.pair(r, ewald.charges[i] * ewald.charges[j])
        for mask, law in self._couples(atoms.numbers[i], atoms.numbers[j]):
            u, du = law(r[mask])
            (u_cut,), (du_cut,) = law(np.array([self.cutoff]))
            energy[mask] += u - u_cut - du_cut * (r[mask] - self.cutoff)
            slope[mask] += du - du_cut
        pull = (slope / r)[:, None] * vectors  # (E, 3) force on i towards j
        smooth_energy, forces, virial = ewald.smooth(atoms.positions)
        for axis in range(3):
            forces[:, axis] += np.bincount(i, pull[:, axis], len(atoms)) - np.bincount(
                j, pull[:, axis], len(atoms)
            )
        virial = virial + vectors.T @ pull
        total = float(energy.sum() + smooth_energy)
        stress = full_3x3_to_voigt_6_stress(virial / ewald.volume)
        return {"energy": total, "free_energy": total, "forces": forces, "stress": stress}

    def _ewald_of(self, atoms: ase.Atoms) -> Ewald:
        if not atoms.pbc.all():
            raise ValueError(
                "a rigid-ion potential needs a structure that repeats in three directions."
            )
        key = (atoms.cell.array.tobytes(), atoms.numbers.tobytes())
        if key != self._cell_of_ewald:
            if unknown := set(atoms.get_chemical_symbols()) - set(self.charges):
                raise ValueError(
                    f"this potential knows {', '.join(self.charges)}, not {', '.join(sorted(unknown))}."
                )
            charges = np.array([self.charges[symbol] for symbol in atoms.get_chemical_symbols()])
            self._ewald, self._cell_of_ewald = (
                Ewald(charges, atoms.cell.array, cutoff=self.cutoff),
                key,
            )
        return self._ewald

    def _couples(self, first: np.ndarray, second: np.ndarray):
        for (a, b), law in self.laws.items():
            a, b = chemical_symbols.index(a), chemical_symbols.index(b)
            yield ((first == a) & (second == b)) | ((first == b) & (second == a)), law


def silver_iodide() -> RigidIon:
    """α-AgI as rigid ions: the form of Vashishta and Rahman (1978) with the constants listed here.

    H_ij, P_ij and W_ij are theirs, where P_ij = ½(α_i Z_j² + α_j Z_i²) with α_I = 6.52 Å³ and Z = 0.6; the
    effective charge 0.5815 is that of Parrinello, Rahman, Vashishta, Phys. Rev. Lett. 50, 1073 (1983).

    >>> sorted(silver_iodide().charges.items())
    [('Ag', 0.5815), ('I', -0.5815)]
    """
    e2 = COULOMB
    laws = {
        ("Ag", "Ag"): VashishtaRahman(n=11, H=0.014804 * e2, P=0.0, W=0.0),
        ("Ag", "I"): VashishtaRahman(n=9, H=114.48 * e2, P=1.1736 * e2, W=0.0),
        ("I", "I"): VashishtaRahman(n=7, H=446.64 * e2, P=2.3472 * e2, W=6.9331 * e2),
    }
    return RigidIon({"Ag": 0.5815, "I": -0.5815}, laws)


def silica() -> RigidIon:
    """SiO₂ of van Beest, Kramer and van Santen, Phys. Rev. Lett. 64, 1955 (1990), Table I ("BKS")."""
    laws = {
        ("O", "Si"): Buckingham(A=18003.7572, b=4.87318, C=133.5381),
        ("O", "O"): Buckingham(A=1388.7730, b=2.76000, C=175.0000),
    }
    return RigidIon({"Si": 2.4, "O": -1.2}, laws)
