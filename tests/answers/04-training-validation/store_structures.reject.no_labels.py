# Atoms.copy drops the calculator
# says: Labels got lost
from ase.db import connect
def store_structures(path, atoms_list):
    with connect(path) as db:
        for atoms in atoms_list:
            db.write(atoms.copy())
