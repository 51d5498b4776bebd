from ase.db import connect


def store_structures(path, atoms_list):
    database = connect(path)
    for atoms in atoms_list:
        database.write(atoms)
