# Sorts the list that it was given by energy, and stores it in that order
# says: energies changed, or the order did
def store_structures(path, atoms_list):
    from ase.db import connect

    atoms_list.sort(key=lambda atoms: atoms.get_potential_energy())
    with connect(path) as database:
        for atoms in atoms_list:
            database.write(atoms)
