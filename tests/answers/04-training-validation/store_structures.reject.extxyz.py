# an extxyz file
# says: no ASE database
def store_structures(path, atoms_list):
    from ase.io import write
    write(path, atoms_list, format="extxyz")
