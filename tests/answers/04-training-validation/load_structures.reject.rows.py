# rows instead of Atoms
# says: toatoms
from ase.db import connect
def load_structures(path):
    return list(connect(path).select())
