# order changes
# says: order
from ase.db import connect
def store_structures(path, atoms_list):
    with connect(path) as db:
        for atoms in reversed(atoms_list):
            db.write(atoms)
