# two dimers, at two distances
def distance_only_fails():
    pair = np.array([[0.0, 0, 0], [1.5, 0, 0]])
    return np.vstack([pair, pair + [0, 0, 8]]), np.vstack([pair, pair + [0, 0, 11]])
