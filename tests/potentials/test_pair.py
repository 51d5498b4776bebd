"""Pair potentials against their formulas and against ASE's."""

import numpy as np
import pytest
import torch
from ase.calculators.lj import LennardJones as AseLennardJones
from ase.calculators.morse import MorsePotential
from ase.neighborlist import neighbor_list

from helpers.specimens import CUTOFF, PERIODIC, STRUCTURES, ethanol
from mlp_course.potentials import LennardJones, Morse, predict
from mlp_course.structures import Structure, to_ase

FAR = 1e7  # Å; so far away that the cutoff function of a molecule differs from 1 by less than 1e-13


def dimer(r: float) -> Structure:
    positions = torch.tensor([[0.0, 0, 0], [0, r, 0]], dtype=torch.float64)
    return Structure(positions, torch.tensor([1, 1]), torch.zeros(3, 3).double())


def pair_sum(structure: Structure, law) -> float:
    """½ Σ law(r) f_c(r) over ASE's pairs."""
    r = neighbor_list("d", to_ase(structure), CUTOFF)
    return 0.5 * float((law(r) * 0.5 * (1 + np.cos(np.pi * r / CUTOFF))).sum())


@pytest.mark.parametrize("name", STRUCTURES)
def test_lennard_jones_equals_its_formula(name):
    energy = predict(LennardJones(0.01, 1.4, CUTOFF), STRUCTURES[name]).energy.item()
    assert energy == pytest.approx(
        pair_sum(STRUCTURES[name], lambda r: 0.04 * ((1.4 / r) ** 12 - (1.4 / r) ** 6))
    )


@pytest.mark.parametrize("name", STRUCTURES)
def test_morse_equals_its_formula(name):
    energy = predict(Morse(0.3, 1.3, 1.2, CUTOFF), STRUCTURES[name]).energy.item()
    law = lambda r: 0.3 * (np.exp(-2.6 * (r - 1.2)) - 2 * np.exp(-1.3 * (r - 1.2)))  # noqa: E731
    assert energy == pytest.approx(pair_sum(STRUCTURES[name], law))


def test_lennard_jones_of_a_molecule_equals_ase():
    atoms, answer = to_ase(ethanol()), predict(LennardJones(0.01, 1.4, FAR), ethanol())
    atoms.calc = AseLennardJones(epsilon=0.01, sigma=1.4, rc=FAR)
    assert answer.energy.item() == pytest.approx(atoms.get_potential_energy(), abs=1e-11)
    assert answer.forces.numpy() == pytest.approx(atoms.get_forces(), abs=1e-10)


def test_morse_of_a_molecule_equals_ase():
    atoms, answer = to_ase(ethanol()), predict(Morse(0.3, 1.3, 1.2, FAR), ethanol())
    atoms.calc = MorsePotential(epsilon=0.3, rho0=1.3 * 1.2, r0=1.2, rcut1=10.0, rcut2=20.0)
    assert answer.energy.item() == pytest.approx(atoms.get_potential_energy(), abs=1e-11)
    assert answer.forces.numpy() == pytest.approx(atoms.get_forces(), abs=1e-10)


@pytest.mark.parametrize("name", PERIODIC)
def test_stress_has_ase_s_sign_and_size(name):
    """The same energies through ASE's finite strains."""
    from ase.calculators.fd import calculate_numerical_stress

    from mlp_course.calculator import Calculator

    atoms, potential = to_ase(PERIODIC[name]), Morse(0.3, 1.3, 1.2, CUTOFF)
    atoms.calc = Calculator(potential)
    assert atoms.get_stress() == pytest.approx(
        calculate_numerical_stress(atoms, eps=1e-5), abs=1e-8
    )


def test_minima_are_where_the_parameters_say():
    assert predict(LennardJones(0.7, 1.0, FAR), dimer(2 ** (1 / 6))).forces.abs().max() < 1e-12
    assert predict(LennardJones(0.7, 1.0, FAR), dimer(2 ** (1 / 6))).energy.item() == pytest.approx(
        -0.7
    )
    assert predict(Morse(0.7, 1.5, 1.1, FAR), dimer(1.1)).forces.abs().max() < 1e-12
    assert predict(Morse(0.7, 1.5, 1.1, FAR), dimer(1.1)).energy.item() == pytest.approx(-0.7)


@pytest.mark.parametrize(
    "potential", [LennardJones(0.7, 1.0, CUTOFF), Morse(0.7, 1.5, 1.1, CUTOFF)]
)
def test_close_atoms_repel(potential):
    forces = predict(potential, dimer(0.8)).forces
    assert forces[0, 1] < 0 < forces[1, 1]
