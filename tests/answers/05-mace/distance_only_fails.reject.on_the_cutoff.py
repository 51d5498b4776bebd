# a distance on the cutoff
# says: on the cutoff
def distance_only_fails():
    return np.array([[0.0, 0, 0], [5.0, 0, 0]]), np.array([[0.0, 0, 0], [6.0, 0, 0]])
