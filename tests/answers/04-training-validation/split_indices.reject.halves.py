# Indices that are no whole numbers
# says: whole numbers
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = np.random.default_rng() if rng is None else rng
    cuts = np.rint(np.cumsum(fractions)[:-1] * n).astype(int)
    return np.split(rng.permutation(n) + 0.5, cuts)
