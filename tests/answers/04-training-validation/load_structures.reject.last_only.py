# the newest row only
# says: came back
from ase.io import read
def load_structures(path):
    return [read(path, format="db")]
