from ase import Atoms


def minimum_image_distances(positions, cell):
    atoms = Atoms(["H"] * len(positions), positions=positions, cell=cell, pbc=True)
    return atoms.get_all_distances(mic=True)
