# the diagonal holds the distance to an atom's own image
# says: diagonal
from ase import Atoms


def minimum_image_distances(positions, cell):
    d = Atoms("H" * len(positions), positions, cell=cell, pbc=True).get_all_distances(mic=True)
    np.fill_diagonal(d, np.linalg.norm(cell, axis=1).min())
    return d
