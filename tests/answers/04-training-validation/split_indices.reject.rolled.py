# Begins somewhere at random and goes round from there: nothing is shuffled
# says: Nothing was shuffled
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = np.random.default_rng() if rng is None else rng
    cuts = np.rint(np.cumsum(fractions)[:-1] * n).astype(int)
    return np.split(np.roll(np.arange(n), rng.integers(n)), cuts)
