# Counts the structures from 1
# says: go from 0 to
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = np.random.default_rng() if rng is None else rng
    cuts = np.rint(np.cumsum(fractions)[:-1] * n).astype(int)
    return np.split(rng.permutation(n) + 1, cuts)
