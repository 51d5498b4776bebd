# pdist's condensed vector
# says: shape
from scipy.spatial.distance import pdist


def distance_matrix(positions):
    return pdist(positions)
