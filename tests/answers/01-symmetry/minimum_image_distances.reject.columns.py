# takes the columns of the cell for lattice vectors
# says: rows of `cell`
from ase.geometry import get_distances


def minimum_image_distances(positions, cell):
    return get_distances(positions, cell=np.transpose(cell), pbc=True)[1]
