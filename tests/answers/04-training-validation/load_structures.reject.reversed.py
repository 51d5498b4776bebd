# order changes
# says: order
from ase.db import connect
def load_structures(path):
    return [row.toatoms() for row in connect(path).select(sort="-id")]
