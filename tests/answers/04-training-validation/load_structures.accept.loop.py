# a plain loop
import ase.db
def load_structures(path):
    structures = []
    for row in ase.db.connect(path).select():
        structures.append(row.toatoms())
    return structures
