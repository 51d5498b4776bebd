# sorted by energy
# says: order
from ase.db import connect
def load_structures(path):
    return sorted((row.toatoms() for row in connect(path).select()), key=lambda a: a.get_potential_energy())
