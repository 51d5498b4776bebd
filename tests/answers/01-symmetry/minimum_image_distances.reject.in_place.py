# wraps the positions it was given
# says: in place
from ase import Atoms


def minimum_image_distances(positions, cell):
    positions -= np.floor(positions @ np.linalg.inv(cell)) @ cell
    return Atoms("H" * len(positions), positions, cell=cell, pbc=True).get_all_distances(mic=True)
