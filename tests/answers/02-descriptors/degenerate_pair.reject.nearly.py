# Distances agree to a thousandth only.
# says: sorted distances differ by up to
def degenerate_pair():
    h = 0.7072
    return [[-1, 0, 0], [1, 0, 0], [0.70710678, 0.70710678, 0], [-0.70710678, 0.70710678, 0]], [[-1, 0, 0], [1, 0, 0], [h, h, 0], [h, -h, 0]]
