# cis and trans
def distance_only_fails():
    first = [[-1.0, 4.0, 0], [0, 0, 0], [4.5, 0, 0], [5.5, 4.0, 0]]
    second = [[-1.0, 4.0, 0], [0, 0, 0], [4.5, 0, 0], [5.5, -4.0, 0]]
    return first, second
