# Gives masks instead of indices
# says: not a mask
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = np.random.default_rng() if rng is None else rng
    cuts = np.rint(np.cumsum(fractions)[:-1] * n).astype(int)
    return [np.isin(np.arange(n), part) for part in np.split(rng.permutation(n), cuts)]
