# four atoms, too far apart to hear each other
def distance_only_fails():
    square = np.array([[0.0, 0, 0], [8, 0, 0], [0, 8, 0], [8, 8, 0]])
    return square, square * [1, 2, 1]
