# three atoms in a row, straight and bent, the ends out of hearing
def distance_only_fails():
    bent = 4.0 * np.array([[-1, 0, 0], [0, 0, 0], [np.cos(0.6), np.sin(0.6), 0]])
    return bent, 4.0 * np.array([[-1.0, 0, 0], [0, 0, 0], [1, 0, 0]])
