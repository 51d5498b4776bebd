# one row at a time, no transaction
from ase.db import connect
def store_structures(path, atoms_list):
    db = connect(path)
    for atoms in atoms_list:
        db.write(atoms)
