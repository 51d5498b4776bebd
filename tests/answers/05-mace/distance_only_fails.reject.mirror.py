# mirror images
# says: mirror images
def distance_only_fails():
    first = np.array([[0.0, 0, 0], [1.5, 0, 0], [0, 2.0, 0], [0, 0, 2.5], [1, 1, 3]])
    return first, first * [1, 1, -1]
