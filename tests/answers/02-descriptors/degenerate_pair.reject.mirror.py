# A shape and its mirror image.
# says: These are mirror images
def degenerate_pair():
    a = np.random.default_rng(0).normal(size=(4, 3))
    return a, a * [1, 1, -1]
