# A trapezoid and a kite, by coordinates.
def degenerate_pair():
    h = np.sqrt(0.5)
    return ([[-1, 0, 0], [1, 0, 0], [h, h, 0], [-h, h, 0]], [[-1, 0, 0], [1, 0, 0], [h, h, 0], [h, -h, 0]])
