# The same shape with other labels.
# says: These are the same shape
def degenerate_pair():
    a = np.random.default_rng(0).normal(size=(5, 3))
    return a, a[[3, 1, 4, 0, 2]]
