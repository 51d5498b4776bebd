# ase.io.write knows databases
from ase.io import write
def store_structures(path, atoms_list):
    write(path, atoms_list, format="db")
