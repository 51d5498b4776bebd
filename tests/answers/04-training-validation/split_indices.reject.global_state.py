# ignores the rng
# says: rng
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    order = np.random.permutation(n)
    cuts = np.rint(np.cumsum(fractions)[:2] * n).astype(int)
    return np.split(order, cuts)
