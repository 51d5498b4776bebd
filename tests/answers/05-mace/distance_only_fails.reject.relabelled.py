# the same shape with other labels
# says: the same shape
def distance_only_fails():
    first = np.array([[0.0, 0, 0], [1.5, 0, 0], [0, 2.0, 0], [0, 0, 2.5]])
    return first, first[::-1] + 1.0
