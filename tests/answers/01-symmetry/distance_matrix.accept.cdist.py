# SciPy
def distance_matrix(positions):
    return cdist(positions, positions)
