# returns difference vectors
# says: shape
def distance_matrix(positions):
    return positions[:, None] - positions
