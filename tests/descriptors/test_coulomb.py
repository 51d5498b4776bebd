"""Coulomb matrices against DScribe, whose unit is Å, and one worked by hand."""

import numpy as np
import pytest
from ase.build import molecule
from ase.units import Bohr
from dscribe.descriptors import CoulombMatrix

from mlp_course.descriptors import coulomb_eigenvalues, coulomb_matrix
from mlp_course.symmetry import random_rotation

MOLECULES = ["H2O", "CH3CH2OH", "C6H6", "SiH4", "CO2"]


@pytest.mark.parametrize("name", MOLECULES)
def test_matrix_equals_dscribe_in_bohr(name):
    atoms = molecule(name)
    in_bohr = atoms.copy()
    in_bohr.positions /= Bohr
    theirs = (
        CoulombMatrix(n_atoms_max=len(atoms), permutation="none")
        .create(in_bohr)
        .reshape(len(atoms), -1)
    )
    ours = coulomb_matrix(atoms.positions, atoms.numbers)
    assert np.abs(ours - theirs).max() < 1e-8


@pytest.mark.parametrize("name", MOLECULES)
def test_eigenvalues_equal_dscribe_in_bohr(name):
    atoms = molecule(name)
    in_bohr = atoms.copy()
    in_bohr.positions /= Bohr
    theirs = CoulombMatrix(n_atoms_max=len(atoms), permutation="eigenspectrum").create(in_bohr)
    ours = coulomb_eigenvalues(atoms.positions.tolist(), atoms.numbers.tolist())
    assert np.abs(np.abs(ours) - np.abs(theirs)).max() < 1e-8
    assert abs(ours.sum() - 0.5 * (atoms.numbers**2.4).sum()) < 1e-8  # signs: the trace


def test_a_negative_eigenvalue_stands_where_its_magnitude_belongs():
    values = coulomb_eigenvalues([[0, 0, 0], [0, 0, Bohr], [0, 0.7, 0]], [1, 1, 1])
    assert (np.diff(np.abs(values)) <= 0).all() and not (np.diff(values) <= 0).all()


def test_invariant_under_rotation_shift_and_relabelling():
    atoms, rng = molecule("CH3CH2OH"), np.random.default_rng(0)
    before = coulomb_eigenvalues(atoms.positions, atoms.numbers)
    order = rng.permutation(len(atoms))
    after = coulomb_eigenvalues(
        (atoms.positions @ random_rotation(rng).T + 3.0)[order], atoms.numbers[order]
    )
    assert np.abs(before - after).max() < 1e-10


def test_atoms_on_top_of_each_other_are_refused():
    with pytest.raises(ValueError, match="on top of each other"):
        coulomb_eigenvalues([[0, 0, 0], [0, 0, 0]], [1, 1])
