# Divides the energies that it was given by the number of atoms, in place
# says: energies changed
def store_structures(path, atoms_list):
    from ase.db import connect

    with connect(path) as database:
        for atoms in atoms_list:
            atoms.calc.results["energy"] /= len(atoms)
            database.write(atoms)
