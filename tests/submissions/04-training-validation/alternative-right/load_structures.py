from ase.io import read


def load_structures(path):
    return read(f"{path}@:", format="db")
