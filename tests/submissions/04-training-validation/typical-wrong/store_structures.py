from ase.db import connect


def store_structures(path, atoms_list):
    with connect(path) as database:
        for atoms in atoms_list:
            database.write(atoms.copy())  # a copy has no calculator: the labels are gone
