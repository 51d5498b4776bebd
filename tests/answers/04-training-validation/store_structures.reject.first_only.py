# only the first structure
# says: came back
from ase.db import connect
def store_structures(path, atoms_list):
    connect(path).write(atoms_list[0])
