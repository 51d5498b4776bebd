# Numbers as texts in an array of objects
# says: These are not numbers
def distance_matrix(positions):
    distances = cdist(positions, positions)
    return np.array([[f"{d:.12f}" for d in row] for row in distances], dtype=object)
