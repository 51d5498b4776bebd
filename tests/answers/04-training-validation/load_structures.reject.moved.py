# Moves the atoms, whose labels are then those of other atoms
# says: moved lose what was computed
def load_structures(path):
    from ase.db import connect

    structures = [row.toatoms() for row in connect(path).select()]
    for atoms in structures:
        atoms.positions -= atoms.get_center_of_mass()
    return structures
