"""Structures in and out of ASE, and what is refused."""

import ase
import numpy as np
import pytest
import torch
from ase.build import bulk, fcc111, molecule

from mlp_course.structures import Structure, from_ase, to_ase

ATOMS = {
    "molecule": molecule("CH3CH2OH"),
    "crystal": bulk("NaCl", "rocksalt", a=5.6),
    "slab": fcc111("Al", (2, 2, 3), vacuum=8.0),
    "no atoms": ase.Atoms(),
}


@pytest.mark.parametrize("name", ATOMS)
def test_round_trip_is_exact(name):
    atoms = ATOMS[name]
    back = to_ase(from_ase(atoms))
    assert np.array_equal(back.positions, atoms.positions)
    assert np.array_equal(back.numbers, atoms.numbers)
    assert np.array_equal(back.pbc, atoms.pbc)
    assert np.array_equal(back.cell[atoms.pbc], atoms.cell[atoms.pbc])


def test_only_periodic_rows_of_the_cell_are_kept():
    structure = from_ase(ATOMS["slab"])
    assert structure.periodic.tolist() == [True, True, False]
    assert (structure.cell[2] == 0).all()


def test_box_around_a_molecule_is_no_lattice():
    atoms = molecule("H2O")
    atoms.center(vacuum=5.0)
    assert not from_ase(atoms).periodic.any()


def test_structure_does_not_follow_later_changes():
    atoms = molecule("H2O")
    structure = from_ase(atoms)
    atoms.positions += 1
    assert not np.allclose(structure.positions, atoms.positions)


def test_length_is_the_number_of_atoms():
    assert [len(from_ase(atoms)) for atoms in ATOMS.values()] == [9, 2, 12, 0]


def test_precision_can_be_changed():
    single = from_ase(ATOMS["crystal"]).to(torch.float32)
    assert single.positions.dtype == single.cell.dtype == torch.float32
    assert single.species.dtype == torch.int64


@pytest.mark.parametrize(
    ("positions", "species", "cell", "message"),
    [
        ((2, 2), 2, (3, 3), r"positions must have shape \(N, 3\), got \(2, 2\)"),
        ((6,), 2, (3, 3), r"positions must have shape \(N, 3\), got \(6,\)"),
        ((2, 3), 3, (3, 3), r"2 positions need as many species, got \(3,\)"),
        ((2, 3), 2, (3,), r"the cell must have shape \(3, 3\), got \(3,\)"),
    ],
)
def test_wrong_shapes_are_refused(positions, species, cell, message):
    with pytest.raises(ValueError, match=message):
        Structure(torch.zeros(positions), torch.ones(species), torch.zeros(cell))
