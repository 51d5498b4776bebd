# copies lose their calculator
# says: calculator|labels
from ase.db import connect
def load_structures(path):
    return [row.toatoms().copy() for row in connect(path).select()]
