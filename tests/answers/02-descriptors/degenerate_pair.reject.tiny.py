# So small that every difference is below the tolerance.
# says: on top of each other
def degenerate_pair():
    rng = np.random.default_rng(0)
    return 1e-8 * rng.normal(size=(4, 3)), 1e-8 * rng.normal(size=(4, 3))
