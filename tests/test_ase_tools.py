"""Tools of ASE's, and habits of ASE's users, with calculators of this library."""

import copy

import ase.calculators.calculator
import numpy as np
import pytest
import torch
from ase.build import bulk, molecule
from ase.calculators.calculator import PropertyNotImplementedError
from ase.calculators.lj import LennardJones as LennardJonesOfAse
from ase.calculators.mixing import AverageCalculator, LinearCombinationCalculator, SumCalculator

from helpers.specimens import SPECIMENS, ethanol, lennard_jones_frames
from mlp_course.calculator import BareCalculator, Calculator
from mlp_course.classical import PairCalculator, lennard_jones
from mlp_course.classical.rigid_ion import RigidIon
from mlp_course.dynamics.guard import Limits, place_fault
from mlp_course.families import FAMILIES
from mlp_course.graph import build_graph
from mlp_course.potentials import LennardJones, MomentPotential, Morse, predict
from mlp_course.structures import to_ase
from mlp_course.training import Recipe, Trainer, fit

OF_OTHERS = LennardJonesOfAse(sigma=3.4, epsilon=0.01, rc=6.0)
PROPERTIES = ["energy", "free_energy", "forces", "stress"]


def argon():
    atoms = bulk("Ar", "fcc", 5.26, cubic=True)
    atoms.rattle(0.05, seed=0)
    return atoms


def own() -> Calculator:
    return Calculator(LennardJones(0.0104, 3.4, 6.0))


def answers(calculator, atoms) -> dict:
    """What a calculator says of the atoms, by ASE's names."""
    return {name: calculator.get_property(name, atoms) for name in PROPERTIES}


@pytest.mark.parametrize(
    ("mix", "weights"),
    [
        (lambda: SumCalculator([own(), OF_OTHERS]), (1, 1)),
        (lambda: SumCalculator([OF_OTHERS, own()]), (1, 1)),
        (lambda: AverageCalculator([own(), OF_OTHERS]), (0.5, 0.5)),
        (lambda: LinearCombinationCalculator([own(), OF_OTHERS], [2.0, -1.0]), (2, -1)),
    ],
)
def test_calculators_are_added(mix, weights):
    atoms = argon()
    one = answers(own(), atoms)
    other = answers(OF_OTHERS, atoms)
    mixed = answers(mix(), atoms)
    for name in PROPERTIES:
        right = weights[0] * one[name] + weights[1] * other[name]
        assert mixed[name] == pytest.approx(right, abs=1e-12), name


def test_a_sum_follows_its_atoms():
    atoms = argon()
    atoms.calc = SumCalculator([own(), own()])
    before = atoms.get_potential_energy()
    atoms.positions[0] += 0.3
    assert atoms.get_potential_energy() == 2 * own().get_property("energy", atoms) != before


CALCULATORS = {
    "potential": own,
    "pair law": lambda: PairCalculator(lambda r: lennard_jones(r, 0.0104, 3.4), 6.0),
    "rigid ions": lambda: RigidIon({"Ar": 0.0}, {}, cutoff=4.0),
}


@pytest.mark.parametrize("make", CALCULATORS.values(), ids=CALCULATORS)
def test_all_that_it_says_it_gives_it_gives_and_nothing_else(make):
    calculator = make()
    atoms = argon()
    assert isinstance(calculator, ase.calculators.calculator.Calculator)
    for name in ase.calculators.calculator.all_properties:
        if name in calculator.implemented_properties:
            assert np.isfinite(calculator.get_property(name, atoms)).all(), name
        else:
            with pytest.raises(PropertyNotImplementedError, match=name):
                calculator.get_property(name, atoms)


def test_several_properties_are_asked_for_at_once():
    atoms = argon()
    atoms.calc = own()
    found = atoms.get_properties(PROPERTIES)
    right = answers(own(), atoms)
    for name in PROPERTIES:
        assert np.array_equal(found[name], right[name])


class Counter(BareCalculator):
    """As many eV as it has been asked."""

    calls = 0

    def compute(self, atoms):
        self.calls += 1
        return {"energy": float(self.calls)}


@pytest.mark.parametrize("forget", [Counter.reset, lambda counter: counter.results.clear()])
def test_what_is_forgotten_is_computed_anew(forget):
    counter = Counter()
    atoms = argon()
    assert [counter.get_potential_energy(atoms) for _ in range(2)] == [1, 1]
    forget(counter)
    assert counter.get_potential_energy(atoms) == 2


def test_asked_outright_it_computes_anew():
    counter = Counter()
    with pytest.raises(ValueError, match="has seen no atoms yet"):
        counter.calculate()
    counter.calculate(argon(), ["energy"], ["positions"])
    counter.calculate()
    assert counter.results == {"energy": 2}


def test_a_copy_of_a_calculator_goes_its_own_way():
    first = own()
    atoms = argon()
    energy = first.get_property("energy", atoms)
    second = copy.deepcopy(first)
    second.potential.epsilon.data *= 2
    second.reset()
    assert second.get_property("energy", atoms) == pytest.approx(2 * energy)
    assert first.get_property("energy", atoms) == energy


@pytest.mark.parametrize("family", SPECIMENS)
def test_a_potential_in_single_precision_answers(family):
    potential = SPECIMENS[family]()
    right = predict(potential, ethanol())
    atoms = to_ase(ethanol())
    atoms.calc = Calculator(potential.float())
    assert atoms.get_potential_energy() == pytest.approx(right.energy.item(), rel=1e-4, abs=1e-4)
    assert atoms.get_forces().dtype == np.float64
    size = right.forces.abs().max().item()
    assert atoms.get_forces() == pytest.approx(right.forces.numpy(), abs=1e-3 * max(1, size))


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("elements", [np.array([8, 1]), torch.tensor([1, 8]), ["O", "H"]])
def test_a_family_made_with_elements_of_any_kind_can_be_kept(name, elements, tmp_path):
    family = FAMILIES[name]
    potential = family.make(elements, 4.0, 0)
    potential.save(tmp_path / "potential.pt")
    again = type(potential).load(tmp_path / "potential.pt")
    water = molecule("H2O")
    energies = [Calculator(one).get_property("energy", water) for one in (potential, again)]
    assert energies[0] == energies[1]


def test_single_precision_is_that_of_the_weights():
    assert predict(Morse(4.0, 2.0, 1.0, 4.0).float(), ethanol()).forces.dtype == torch.float32


@pytest.mark.parametrize("pbc", [True, (True, False, True)])
def test_a_molecule_that_is_said_to_repeat_along_nothing_is_a_molecule(pbc):
    """Its images would lie on lattice vectors of ASE's making, 1 Å long."""
    pair = PairCalculator(lambda r: lennard_jones(r, 0.01, 1.0), 5.0)
    water = molecule("H2O")
    right = pair.get_property("energy", water)
    assert pair.get_property("energy", molecule("H2O", pbc=pbc)) == right
    assert place_fault(molecule("H2O", pbc=pbc), Limits()) is None


def test_a_calculator_answers_with_what_its_potential_has_learned():
    frames = lennard_jones_frames(4)
    network = MomentPotential((1, 6, 8), 4.0, channels=2, radial=4)
    atoms = to_ase(frames[0].structure)
    atoms.calc = Calculator(network)
    seen = [atoms.get_potential_energy()]
    changes = [
        lambda: fit(Trainer(network, frames, recipe=Recipe(epochs=2))),
        lambda: network.load_state_dict(
            MomentPotential((1, 6, 8), 4.0, channels=2, radial=4, seed=1).state_dict()
        ),
        lambda: network.calibrate(
            build_graph(frames[1].structure, 4.0), torch.tensor([-9.0]).double()
        ),
        lambda: network.float(),
    ]
    for change in changes:
        change()
        right = predict(network, frames[0].structure).energy.item()
        assert atoms.get_potential_energy() == right
        seen.append(right)
    assert len(set(seen)) == len(seen)
    network.features = None  # nothing more is computed
    assert atoms.get_potential_energy() == right
