"""ASE asks, the potential answers.

The same numbers, in ASE's tools, and never those of other atoms.
"""

import ase.io
import numpy as np
import pytest
from ase import units
from ase.build import bulk, molecule
from ase.calculators.calculator import PropertyNotImplementedError
from ase.calculators.fd import calculate_numerical_forces
from ase.db import connect
from ase.filters import FrechetCellFilter
from ase.md.velocitydistribution import thermalize_momenta
from ase.md.verlet import VelocityVerlet
from ase.optimize import BFGS
from ase.stress import full_3x3_to_voigt_6_stress

from helpers.specimens import SPECIMENS, STRUCTURES, behler_parrinello
from mlp_course.calculator import BareCalculator, Calculator
from mlp_course.potentials import LennardJones, Morse, predict
from mlp_course.structures import from_ase, to_ase


def argon() -> ase.Atoms:
    """A rattled crystal of 32 argon atoms with a calculator."""
    atoms = bulk("Ar", "fcc", a=5.3, cubic=True).repeat(2)
    atoms.rattle(0.05, seed=0)
    atoms.calc = Calculator(LennardJones(0.0104, 3.4, 7.0))
    return atoms


def water() -> ase.Atoms:
    atoms = molecule("H2O")
    atoms.calc = Calculator(Morse(depth=4.5, width=2.0, r_0=0.96, cutoff=5.0))
    return atoms


@pytest.mark.parametrize("family", SPECIMENS)
@pytest.mark.parametrize("name", STRUCTURES)
def test_answers_are_those_of_predict(name, family):
    structure = STRUCTURES[name]
    potential = SPECIMENS[family]()
    atoms, answer = to_ase(structure), predict(potential, structure)
    atoms.calc = Calculator(potential)
    assert atoms.get_potential_energy() == answer.energy.item()
    assert np.array_equal(atoms.get_forces(), answer.forces.numpy())
    assert np.array_equal(atoms.get_potential_energies(), answer.atomic_energy.numpy())
    if structure.periodic.all():
        assert np.array_equal(
            atoms.get_stress(), full_3x3_to_voigt_6_stress(answer.stress[0].numpy())
        )
    else:
        with pytest.raises(PropertyNotImplementedError, match="stress"):
            atoms.get_stress()


def test_forces_agree_with_ase_s_differences():
    atoms = to_ase(STRUCTURES["sheared cell"])
    atoms.calc = Calculator(behler_parrinello())
    assert atoms.get_forces() == pytest.approx(
        calculate_numerical_forces(atoms, eps=1e-4), abs=1e-6
    )


CHANGES = {
    "positions in place": lambda atoms: atoms.positions.__setitem__((0, 0), 0.2),
    "one atom moved": lambda atoms: atoms[1].__setattr__("x", 0.3),
    "element": lambda atoms: atoms.numbers.__setitem__(0, 6),
    "cell": lambda atoms: atoms.set_cell(atoms.cell * 1.01, scale_atoms=True),
    "cell in place": lambda atoms: atoms.cell.__setitem__((0, 1), 0.4),
    "periodicity": lambda atoms: atoms.set_pbc((True, True, False)),
    "one atom less": lambda atoms: atoms.pop(),
    "order": lambda atoms: atoms.set_positions(atoms.positions[::-1]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_the_atoms_is_noticed(change):
    atoms = to_ase(STRUCTURES["sheared cell"])
    potential = behler_parrinello()
    atoms.calc = Calculator(potential)
    before = atoms.get_potential_energy()
    CHANGES[change](atoms)
    assert atoms.get_potential_energy() == predict(potential, from_ase(atoms)).energy.item()
    assert atoms.get_potential_energy() != before


def test_nothing_is_computed_twice(monkeypatch):
    calls = []
    monkeypatch.setattr("mlp_course.calculator.predict", lambda *a: calls.append(1) or predict(*a))
    atoms = argon()
    for _ in range(3):
        atoms.get_potential_energy(), atoms.get_forces(), atoms.get_stress()
    assert len(calls) == 1
    atoms.get_velocities()
    atoms.info["note"] = "no physics"
    atoms.get_forces()
    assert len(calls) == 1


def test_answers_can_be_changed_without_harm():
    atoms = water()
    atoms.get_forces()[:] = 0
    assert np.abs(atoms.get_forces()).max() > 0


def test_a_calculator_can_serve_two_structures_in_turn():
    first, second = water(), water()
    second.calc = first.calc
    second.positions *= 1.1
    for _ in range(2):
        assert first.get_potential_energy() == pytest.approx(water().get_potential_energy())
        assert first.get_potential_energy() != second.get_potential_energy()


def test_relaxation_ends_in_a_minimum():
    atoms = water()
    assert BFGS(atoms, logfile=None).run(fmax=1e-4, steps=200)
    assert atoms.get_distance(0, 1) == pytest.approx(atoms.get_distance(0, 2), abs=1e-3)


def test_cell_relaxation_ends_without_stress():
    atoms = argon()
    atoms.set_cell(0.97 * atoms.cell, scale_atoms=True)
    compressed = np.abs(atoms.get_stress()).max()
    assert BFGS(FrechetCellFilter(atoms), logfile=None).run(fmax=1e-3, steps=300)
    assert np.abs(atoms.get_stress()).max() < 0.03 * compressed


def energy_spread(dt_fs: float, steps: int) -> float:
    """Largest change of the total energy of argon at 60 K (eV per atom), in steps of `dt_fs`."""
    atoms = argon()
    thermalize_momenta(atoms, temperature_K=60, rng=np.random.default_rng(1))
    dynamics, energies = VelocityVerlet(atoms, dt_fs * units.fs), []
    dynamics.attach(lambda: energies.append(atoms.get_total_energy()))
    dynamics.run(steps)
    return float(np.ptp(energies)) / len(atoms)


def test_dynamics_conserve_energy_and_better_with_smaller_steps():
    coarse, fine = energy_spread(8.0, 60), energy_spread(4.0, 120)
    assert coarse < 2e-4
    assert fine < 0.4 * coarse  # second order: a quarter


@pytest.mark.parametrize("suffix", ["extxyz", "traj"])
def test_answers_are_written_and_read_back(tmp_path, suffix):
    atoms = argon()
    energy, forces, stress = atoms.get_potential_energy(), atoms.get_forces(), atoms.get_stress()
    ase.io.write(tmp_path / f"argon.{suffix}", atoms)
    back = ase.io.read(tmp_path / f"argon.{suffix}")
    assert back.get_potential_energy() == pytest.approx(energy, abs=1e-7)
    assert back.get_forces() == pytest.approx(forces, abs=1e-7)
    assert back.get_stress() == pytest.approx(stress, abs=1e-7)


def test_only_answers_of_the_present_atoms_are_stored_in_a_database(tmp_path):
    atoms = water()
    energy = atoms.get_potential_energy()
    with connect(tmp_path / "water.db") as database:
        database.write(atoms)
        atoms.positions[0, 0] += 0.1
        database.write(atoms)
    known, unknown = database.select()
    assert known.energy == energy
    assert known.calculator == "mlp_course"
    assert not hasattr(unknown, "energy")


def test_a_copy_carries_no_calculator_and_the_original_keeps_its_own():
    atoms = water()
    assert atoms.copy().calc is None
    assert atoms.calc is not None


# What every calculator of the course stands on.


class Counter(BareCalculator):
    """As many eV as it has been asked."""

    calls = 0

    def compute(self, atoms: ase.Atoms) -> dict:
        self.calls += 1
        return {"energy": float(self.calls), "forces": np.ones((len(atoms), 3))}


def test_one_method_makes_a_calculator():
    atoms = molecule("H2O")
    atoms.calc = Counter()
    assert atoms.get_potential_energy() == 1
    assert (atoms.get_forces() == 1).all()
    assert atoms.calc.calls == 1
    with pytest.raises(
        PropertyNotImplementedError, match="stress is not something this potential gives for OH2"
    ):
        atoms.get_stress()


def test_without_that_method_there_is_none():
    atoms = molecule("H2O")
    atoms.calc = BareCalculator()
    with pytest.raises(NotImplementedError):
        atoms.get_potential_energy()


def test_what_must_not_be_computed_is_not():
    atoms = molecule("H2O")
    atoms.calc = Counter()
    assert atoms.calc.get_property("energy", atoms, allow_calculation=False) is None
    atoms.get_potential_energy()
    assert atoms.calc.get_property("energy", atoms, allow_calculation=False) == 1
    atoms.positions[0, 0] += 0.1
    assert atoms.calc.get_property("energy", atoms, allow_calculation=False) is None
    assert atoms.calc.calls == 1


def test_a_calculator_says_whether_its_answer_is_of_these_atoms():
    atoms = molecule("H2O")
    atoms.calc = Counter()
    assert atoms.calc.check_state(atoms) == ["atoms"]
    atoms.get_potential_energy()
    assert atoms.calc.check_state(atoms) == []
    assert atoms.calc.get_potential_energy() == 1  # of the atoms last seen
    atoms.pbc = True
    assert atoms.calc.calculation_required(atoms, ["energy"])


def test_a_failed_computation_leaves_no_answer():
    atoms = molecule("H2O")
    atoms.calc = Counter()
    atoms.calc.compute = lambda atoms: 1 / 0
    with pytest.raises(ZeroDivisionError):
        atoms.get_potential_energy()
    del atoms.calc.compute
    assert atoms.get_potential_energy() == 1


def test_a_failed_computation_is_not_taken_for_the_next_one():
    """The answer of the last good atoms is not handed out for those that failed."""
    atoms = water()
    good = atoms.get_potential_energy()
    before = atoms.positions.copy()
    atoms.positions[1] = atoms.positions[0]
    for _ in range(2):
        with pytest.raises(ValueError, match="on top of each other"):
            atoms.get_potential_energy()
    atoms.positions = before
    assert atoms.get_potential_energy() == good


def test_without_atoms_there_is_no_answer():
    with pytest.raises(ValueError, match="has seen no atoms yet"):
        Calculator(behler_parrinello()).get_potential_energy()


def test_unknown_properties_are_told():
    with pytest.raises(
        PropertyNotImplementedError, match="dipole is not something this potential gives for OH2"
    ):
        water().get_dipole_moment()


def test_nonsense_is_refused():
    atoms = water()
    atoms.positions[0, 0] = np.nan
    with pytest.raises(ValueError, match="not a finite number"):
        atoms.get_forces()
