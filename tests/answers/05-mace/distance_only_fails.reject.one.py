# one array
# says: two arrays
def distance_only_fails():
    return np.zeros((5, 3))
