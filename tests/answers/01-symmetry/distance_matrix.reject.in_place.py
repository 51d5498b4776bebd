# centres the positions in place
# says: in place
def distance_matrix(positions):
    positions -= positions.mean(axis=0)
    return cdist(positions, positions)
