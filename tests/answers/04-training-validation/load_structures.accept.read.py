# ase.io.read knows databases
from ase.io import read
def load_structures(path):
    return read(path, index=":", format="db")
