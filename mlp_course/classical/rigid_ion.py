"""Ions that never change their charge: two classical potentials of the literature.

E = ½ Σ_ij [u(r_ij) - shifted at the cutoff] + Ewald sum of q_i q_j e²/(4πε₀ r_ij)

Conventions: Å, eV, elementary charges; laws as in `laws`, the Ewald sum as in `ewald`. Nothing here
is fitted to our own data.
"""

from collections.abc import Iterator, Mapping

import ase
import numpy as np
from ase.data import chemical_symbols
from ase.stress import full_3x3_to_voigt_6_stress

from mlp_course.calculator import BareCalculator
from mlp_course.classical.ewald import COULOMB, Ewald
from mlp_course.classical.laws import Buckingham, EnergyAndForce, PairLaw, VashishtaRahman
from mlp_course.classical.pair_calculator import sum_to_atoms
from mlp_course.elements import a_cutoff
from mlp_course.neighbors import find_pairs
from mlp_course.structures import repeating


class RigidIon(BareCalculator):
    """ASE calculator: fixed charges and a pair law for every couple of elements.

    `charges` maps symbols to elementary charges, `laws` sorted couples of symbols to a PairLaw;
    laws and their forces are shifted to zero at `cutoff` (Å). Raises ValueError for an element
    without a charge.
    """

    implemented_properties: list[str] = [  # noqa: RUF012
        *BareCalculator.implemented_properties,
        "stress",
    ]

    def __init__(
        self,
        charges: Mapping[str, float],
        laws: Mapping[tuple[str, str], PairLaw],
        *,
        cutoff: float = 7.5,
    ):
        super().__init__()
        self.charges = dict(charges)
        self.laws = dict(laws)
        self.cutoff = a_cutoff(cutoff)
        self._cell_of_ewald: tuple[bytes, bytes] | None = None
        self._ewald: Ewald | None = None

    def compute(self, atoms: ase.Atoms) -> dict:
        """Energy (eV), forces (N, 3) eV/Å and stress (6,) eV/Å³.

        1. Screened charges, pair by pair. 2. The laws, shifted so that energy and force end at zero
        at the cutoff. 3. The smooth rest of the Ewald sum.
        """
        ewald = self._ewald_of(atoms)
        i, j, vectors, r = find_pairs(
            positions=atoms.positions,
            cell=atoms.cell.array,
            periodic=True,
            cutoff=self.cutoff,
        )

        # 1. the screened charges
        product = ewald.charges[i] * ewald.charges[j]  # (E,)
        energy, force = ewald.pair(r, product)

        # 2. the laws
        for mask, law in self._couples(atoms.numbers, i, j):
            distance = r[mask]
            u, f = self._shifted(law, distance)
            energy[mask] += u
            force[mask] += f

        # A pair pushes j away from i, and i away from j.
        per_distance = force / r
        on_j = per_distance[:, None] * vectors  # (E, 3)
        pair_energy = energy.sum()
        pair_forces = sum_to_atoms(i, j, on_j, len(atoms))
        pair_virial = vectors.T @ on_j

        # 3. the smooth rest
        smooth_energy, smooth_forces, smooth_virial = ewald.smooth(atoms.positions)
        total = float(pair_energy + smooth_energy)
        forces = smooth_forces + pair_forces
        virial = smooth_virial - pair_virial
        stress = virial / ewald.volume
        return {
            "energy": total,
            "free_energy": total,
            "forces": forces,
            "stress": full_3x3_to_voigt_6_stress(stress),
        }

    def _shifted(
        self,
        law: PairLaw,
        r: np.ndarray,  # (E,) Å
    ) -> EnergyAndForce:
        """A law whose energy and force end at zero at the cutoff."""
        u, f = law(r)
        cutoff = np.array([self.cutoff])
        (u_cut,), (f_cut,) = law(cutoff)
        energy = u - u_cut + f_cut * (r - self.cutoff)
        force = f - f_cut
        return energy, force

    def _ewald_of(self, atoms: ase.Atoms) -> Ewald:
        """The sum for this cell and these elements; the last one is kept."""
        if not repeating(atoms).all():
            raise ValueError(
                "a rigid-ion potential needs a structure that repeats in three directions."
            )
        cell = atoms.cell.array
        key = (cell.tobytes(), atoms.numbers.tobytes())
        if self._ewald is None or key != self._cell_of_ewald:
            charges = self._charges_of(atoms)
            self._ewald = Ewald(charges, cell, cutoff=self.cutoff)
            self._cell_of_ewald = key
        return self._ewald

    def _charges_of(self, atoms: ase.Atoms) -> np.ndarray:  # (N,)
        """The charge of every atom; ValueError for an element that has none."""
        symbols = atoms.get_chemical_symbols()
        unknown = sorted(set(symbols) - set(self.charges))
        if unknown:
            known = ", ".join(self.charges)
            others = ", ".join(unknown)
            raise ValueError(f"this potential knows {known}, not {others}.")
        charges = [self.charges[symbol] for symbol in symbols]
        return np.array(charges)

    def _couples(
        self,
        numbers: np.ndarray,  # (N,)
        i: np.ndarray,  # (E,)
        j: np.ndarray,  # (E,)
    ) -> Iterator[tuple[np.ndarray, PairLaw]]:
        """Each law with the pairs it is for, a mask (E,).

        `numbers` (N,) are atomic numbers, `i` and `j` (E,) the atoms of every pair.
        """
        first = numbers[i]
        second = numbers[j]
        for symbols, law in self.laws.items():
            a, b = [chemical_symbols.index(symbol) for symbol in symbols]
            as_named = (first == a) & (second == b)
            the_other_way = (first == b) & (second == a)
            mask = as_named | the_other_way
            yield mask, law


def silver_iodide() -> RigidIon:
    """α-AgI as rigid ions: the form of Vashishta and Rahman (1978) with the constants listed here.

    H_ij, P_ij and W_ij are theirs, where P_ij = ½(α_i Z_j² + α_j Z_i²) with α_I = 6.52 Å³ and Z =
    0.6; the effective charge 0.5815 is that of Parrinello, Rahman, Vashishta, Phys. Rev. Lett. 50,
    1073 (1983).

    >>> sorted(silver_iodide().charges.items())
    [('Ag', 0.5815), ('I', -0.5815)]
    """
    e2 = COULOMB
    laws = {
        ("Ag", "Ag"): VashishtaRahman(n=11, H=0.014804 * e2, P=0.0, W=0.0),
        ("Ag", "I"): VashishtaRahman(n=9, H=114.48 * e2, P=1.1736 * e2, W=0.0),
        ("I", "I"): VashishtaRahman(n=7, H=446.64 * e2, P=2.3472 * e2, W=6.9331 * e2),
    }
    charges = {
        "Ag": 0.5815,
        "I": -0.5815,
    }
    return RigidIon(charges, laws)


def silica() -> RigidIon:
    """SiO₂ of B. W. H. van Beest, G. J. Kramer and R. A. van Santen ("BKS").

    Phys. Rev. Lett. 64, 1955 (1990), Table I.
    """
    laws = {
        ("O", "Si"): Buckingham(A=18003.7572, b=4.87318, C=133.5381),
        ("O", "O"): Buckingham(A=1388.7730, b=2.76000, C=175.0000),
    }
    charges = {
        "Si": 2.4,
        "O": -1.2,
    }
    return RigidIon(charges, laws)
