"""Any potential as an ASE calculator: relaxations, dynamics and phonons come with it."""

from collections.abc import Sequence

import ase
import ase.calculators.calculator
import numpy as np
from ase.calculators.calculator import PropertyNotImplementedError, all_changes
from ase.stress import full_3x3_to_voigt_6_stress
from torch import nn

from mlp_course.potentials import Potential, predict
from mlp_course.structures import from_ase


class BareCalculator(ase.calculators.calculator.Calculator):
    """A calculator of ASE's around one method, `compute`.

    The last answer is kept until an atom, the cell, an element or what computes changes. (How ASE
    itself looks for changes costs 300 µs more a step.)
    """

    name = "mlp_course"
    # ASE looks it up at the class.
    implemented_properties: list[str] = ["energy", "free_energy", "forces"]  # noqa: RUF012

    def __init__(self):
        super().__init__()
        self._state: tuple[np.ndarray, ...] | None = None
        self._version: tuple[int, ...] = ()

    def compute(self, atoms: ase.Atoms) -> dict:
        """Every property of `atoms` (N), by ASE's names.

        These are the energy in eV, forces (N, 3) in eV/Å, stress (6,) in eV/Å³ ...
        """
        raise NotImplementedError

    def calculate(
        self,
        atoms: ase.Atoms | None = None,
        properties: Sequence[str] = ("energy",),
        system_changes: Sequence[str] = all_changes,
    ) -> None:
        """Compute all properties of `atoms` anew, whichever are asked for."""
        if atoms is None:
            atoms = self.atoms
        if atoms is None:
            raise ValueError("this calculator has seen no atoms yet: say which.")
        self.results = self.compute(atoms)
        self.atoms = atoms.copy()
        self._state = _state(atoms)
        self._version = self.version()

    def reset(self) -> None:
        """Forget the last answer."""
        super().reset()
        self._state = None

    def get_property(
        self,
        name: str,
        atoms: ase.Atoms | None = None,
        allow_calculation: bool = True,
    ):
        """The value ASE asks for (eV, eV/Å, eV/Å³).

        It is None if it is not known and must not be computed. Raises ValueError without any atoms,
        PropertyNotImplementedError for what the potential does not give.
        """
        if atoms is None:
            atoms = self.atoms
        if atoms is None:
            raise ValueError("this calculator has seen no atoms yet: say which.")

        # 1. compute, unless the last answer still holds
        if self.calculation_required(atoms, [name]):
            if not allow_calculation:
                return None
            self.calculate(atoms)

        # 2. answer, with an array that the caller may change
        if name not in self.results:
            raise PropertyNotImplementedError(
                f"{name} is not something this potential gives for {atoms.symbols}."
            )
        value = self.results[name]
        if isinstance(value, np.ndarray):
            return value.copy()
        return value

    def calculation_required(self, atoms: ase.Atoms, properties: list[str]) -> bool:
        """Whether `atoms` differ from those of the last answer."""
        if self._state is None or not self.results:
            return True
        if self._version != self.version():
            return True
        same = map(np.array_equal, self._state, _state(atoms))
        return not all(same)

    def version(self) -> tuple[int, ...]:
        """Other numbers whenever what computes has changed since, as when it learns; here never."""
        return ()

    def check_state(self, atoms: ase.Atoms, tol: float = 1e-15) -> list[str]:
        """What differs from the last answer, empty if nothing does.

        ASE's database asks before it stores energies.
        """
        if self.calculation_required(atoms, []):
            return ["atoms"]
        return []

    def todict(self, skip_default: bool = True) -> dict:
        """Settings for ASE's database: a potential is not a handful of numbers, so none."""
        return {}

    def get_potential_energy(
        self,
        atoms: ase.Atoms | None = None,
        force_consistent: bool = False,
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

    implemented_properties: list[str] = [  # noqa: RUF012
        *BareCalculator.implemented_properties,
        "energies",
        "stress",
    ]

    def __init__(self, potential: Potential):
        super().__init__()
        self.potential = potential

    def version(self) -> tuple[int, ...]:
        """Which tensors the potential has, and how often torch has changed each in place."""
        if not isinstance(self.potential, nn.Module):
            return ()
        tensors = [*self.potential.parameters(), *self.potential.buffers()]
        found = []
        for tensor in tensors:
            found += [id(tensor), tensor.data_ptr(), tensor._version]
        return tuple(found)

    def compute(self, atoms: ase.Atoms) -> dict:
        """Energy (eV), energies (N,) eV, forces (N, 3) eV/Å and, where there is one, stress (6,).

        The stress is in eV/Å³.
        """
        prediction = predict(self.potential, from_ase(atoms))
        energy = prediction.energy.item()
        results = {
            "energy": energy,
            "free_energy": energy,
            "forces": prediction.forces.double().numpy(),
            "energies": prediction.atomic_energy.double().numpy(),
        }
        stress = prediction.stress[0].double().numpy()  # (3, 3)
        if np.isfinite(stress).all():
            results["stress"] = full_3x3_to_voigt_6_stress(stress)
        return results


def _state(atoms: ase.Atoms) -> tuple[np.ndarray, ...]:
    """All that an answer depends on, to be compared with later."""
    return (
        atoms.numbers.copy(),
        atoms.positions.copy(),
        atoms.cell.array.copy(),
        atoms.pbc.copy(),
    )
