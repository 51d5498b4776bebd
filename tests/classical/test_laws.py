"""The pair law and its fit; the sum over pairs against ASE and against differences."""

import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk
from ase.calculators.fd import calculate_numerical_forces
from ase.calculators.lj import LennardJones

from mlp_course.classical import PairCalculator, fit_lennard_jones, lennard_jones

ARGON = (0.0103, 3.4)


def argon_law(r):
    return lennard_jones(r, *ARGON)


def test_force_is_minus_the_slope():
    r, h = np.linspace(2.8, 8, 30), 1e-5
    slope = (lennard_jones(r + h, *ARGON)[0] - lennard_jones(r - h, *ARGON)[0]) / (2 * h)
    assert lennard_jones(r, *ARGON)[1] == pytest.approx(-slope, abs=1e-9)


def test_minimum_zero_and_depth():
    energy, force = lennard_jones([2 ** (1 / 6) * 3.4, 3.4], *ARGON)
    assert energy == pytest.approx([-0.0103, 0.0], abs=1e-15)
    assert force[0] == pytest.approx(0, abs=1e-15) and force[1] > 0


@pytest.mark.parametrize(("epsilon", "sigma"), [(0.0103, 3.4), (2.0, 1.1), (1e-5, 12.0)])
def test_fit_finds_the_law_again(epsilon, sigma):
    r = sigma * np.linspace(0.8, 3, 11)
    assert fit_lennard_jones(r, lennard_jones(r, epsilon, sigma)[0]) == pytest.approx(
        (epsilon, sigma), rel=1e-9
    )


def test_fit_of_noisy_data_is_within_its_error():
    """And is least squares: no small change of the parameters makes the sum of squares smaller."""
    rng, r = np.random.default_rng(0), np.linspace(3.2, 8, 60)
    energy = lennard_jones(r, *ARGON)[0] + 3e-4 * rng.normal(size=60)
    fitted = fit_lennard_jones(r, energy)

    def misfit(change):
        return (
            (lennard_jones(r, *(np.array(fitted) * (1 + np.array(change))))[0] - energy) ** 2
        ).sum()

    assert fitted == pytest.approx(ARGON, rel=0.05)
    assert all(
        misfit(change) > misfit((0, 0)) for change in ((1e-4, 0), (-1e-4, 0), (0, 1e-4), (0, -1e-4))
    )


@pytest.mark.parametrize("energy", [lambda r: r**-6.0, lambda r: -(r**-12.0)])
def test_data_without_a_well_are_refused(energy):
    with pytest.raises(ValueError, match="no well"):
        fit_lennard_jones(np.linspace(3, 6, 9), energy(np.linspace(3, 6, 9)))


def crystal(pbc=True):
    atoms = bulk("Ar", "fcc", a=5.3, cubic=True).repeat(2)
    atoms.set_cell(
        atoms.cell.array + np.array([[0, 0, 0], [3.0, 0, 0], [0, -1.0, 0]]), scale_atoms=True
    )
    atoms.rattle(0.2, seed=1)
    atoms.pbc = pbc
    return atoms


@pytest.mark.parametrize("pbc", [True, (True, False, True), False])
def test_forces_are_minus_the_slope_of_the_energy(pbc):
    atoms = crystal(pbc)
    atoms.calc = PairCalculator(argon_law, 7.0)
    some = [0, 13]
    assert atoms.get_forces()[some] == pytest.approx(
        calculate_numerical_forces(atoms, 1e-4, some), abs=1e-6
    )
    assert np.abs(atoms.get_forces().sum(axis=0)).max() < 1e-12


def test_inside_the_cutoff_it_is_ase_s():
    cluster = Atoms("Ar4", positions=[[0, 0, 0], [3.6, 0, 0], [1.5, 3.5, 0.2], [1.0, 1.3, 3.4]])
    answers = []
    for calculator in (
        PairCalculator(argon_law, 12.0),
        LennardJones(epsilon=0.0103, sigma=3.4, rc=1e6),
    ):
        cluster.calc = calculator
        answers.append((cluster.get_potential_energy(), cluster.get_forces()))
    assert answers[0][0] == pytest.approx(answers[1][0])
    assert answers[0][1] == pytest.approx(answers[1][1], abs=1e-12)


def test_no_force_jumps_where_a_pair_fades_out():
    calculator = PairCalculator(argon_law, 7.0)
    for edge in (6.0, 7.0):
        near = calculator._faded(np.array([edge - 1e-7, edge + 1e-7]))
        assert np.abs(np.diff(near)).max() < 1e-8
    assert calculator._faded(np.array([7.5])) == (0, 0)
