# forgets the upper half
# says: upper half
def distance_matrix(positions):
    return np.tril(cdist(positions, positions))
