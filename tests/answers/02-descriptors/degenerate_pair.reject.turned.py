# The same shape, turned and shifted.
# says: These are the same shape
def degenerate_pair():
    a = np.random.default_rng(0).normal(size=(4, 3))
    turn = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1.0]])
    return a, a @ turn.T + 1.0
