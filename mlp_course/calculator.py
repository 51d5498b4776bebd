"""Any potential as an ASE calculator: relaxations, dynamics and phonons come with it."""

import ase
import numpy as np
from ase.calculators.abc import GetPropertiesMixin
from ase.calculators.calculator import PropertyNotImplementedError
from ase.stress import full_3x3_to_voigt_6_stress

from mlp_course.potentials import Potential, predict
from mlp_course.structures import from_ase


class BareCalculator(GetPropertiesMixin):
    """ASE's calculator protocol around one method, `compute`: a subclass of ASE's own costs 300 µs more a step.

    The last answer is kept until an atom, the cell or an element changes.
    """

    name = "mlp_course"
    parameters: dict = {}  # noqa: RUF012 - ASE's writers look for it

    def __init__(self):
        self.atoms, self._state, self.results = None, None, {}

    def compute(self, atoms: ase.Atoms) -> dict:
        """Every property of `atoms` (N): energy in eV, forces (N, 3) in eV/Å, stress (6,) in eV/Å³ ..."""
        raise NotImplementedError

    def get_property(
        self, name: str, atoms: ase.Atoms | None = None, allow_calculation: bool = True
    ):
        """The value ASE asks for (eV, eV/Å, eV/Å³), None if it is not known and must not be computed."""
        atoms = atoms if atoms is not None else self.atoms
        if atoms is None:
            raise ValueError("this calculator has seen no atoms yet: say which.")
        if self.calculation_required(atoms, [name]):
            if not allow_calculation:
                return None
            self.results = self.compute(atoms)
            self.atoms, self._state = atoms.copy(), _state(atoms)
        if name not in self.results:
            raise PropertyNotImplementedError(
                f"{name} is not something this potential gives for {atoms.symbols}."
            )
        value = self.results[name]
        return value.copy() if isinstance(value, np.ndarray) else value

    def calculation_required(self, atoms: ase.Atoms, properties: list[str]) -> bool:
        """Whether `atoms` differ from those of the last answer."""
        return self._state is None or not all(map(np.array_equal, self._state, _state(atoms)))

    def check_state(self, atoms: ase.Atoms, tol: float = 1e-15) -> list[str]:
        """What differs from the last answer, empty if nothing does: ASE's database asks before it stores energies."""
        return ["atoms"] if self.calculation_required(atoms, []) else []

    def todict(self) -> dict:
        """Settings for ASE's database: a potential is not a handful of numbers, so none."""
        return {}

    def get_potential_energy(
        self, atoms: ase.Atoms | None = None, force_consistent: bool = False
    ) -> float:
        """Energy in eV."""
        return self.get_property("energy", atoms)


class Calculator(BareCalculator):
    """Answers ASE with energy (eV), forces (N, 3) in eV/Å and stress (6,) in eV/Å³ of a potential.

    Stress raises PropertyNotImplementedError unless the structure repeats in three directions.

    >>> from ase.build import molecule
    >>> from mlp_course.potentials import Morse
    >>> hydrogen = molecule("H2")
    >>> hydrogen.calc = Calculator(Morse(depth=4.75, width=1.94, r_0=0.74, cutoff=5.0))
    >>> round(hydrogen.get_potential_energy(), 1)
    -4.5
    """

    def __init__(self, potential: Potential):
        super().__init__()
        self.potential = potential

    def compute(self, atoms: ase.Atoms) -> dict:
        """Energy (eV), energies (N,) eV, forces (N, 3) eV/Å and, where there is one, stress (6,) eV/Å³."""
        prediction = predict(self.potential, from_ase(atoms))
        energy, stress = prediction.energy.item(), prediction.stress[0].numpy()
        results = {"energy": energy, "free_energy": energy, "forces": prediction.forces.numpy()}
        results["energies"] = prediction.atomic_energy.numpy()
        if np.isfinite(stress).all():
            results["stress"] = full_3x3_to_voigt_6_stress(stress)
        return results


def _state(atoms: ase.Atoms) -> tuple[np.ndarray, ...]:
    return atoms.numbers.copy(), atoms.positions.copy(), atoms.cell.array.copy(), atoms.pbc.copy()
