# cuts without shuffling
# says: shuffled
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    cuts = np.rint(np.cumsum(fractions)[:2] * n).astype(int)
    return np.split(np.arange(n), cuts)
