# told apart by the second round: a star and a path
# says: do tell these two apart
def distance_only_fails():
    def path(points):
        return np.array(points, dtype=float)

    first = path([[0, 0, 0], [4, 0, 0], [8, 0, 0], [12, 0, 0], [30, 0, 0], [34, 0, 0], [38, 0, 0], [42, 0, 0]])
    second = path([[0, 0, 0], [4, 0, 0], [8, 0, 0], [30, 0, 0], [34, 0, 0], [38, 0, 0], [42, 0, 0], [46, 0, 0]])
    return first, second
