# ASE's Atoms
from ase import Atoms


def minimum_image_distances(positions, cell):
    return Atoms("H" * len(positions), positions, cell=cell, pbc=True).get_all_distances(mic=True)
