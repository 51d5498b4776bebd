# draws without replacement
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    if rng is None:
        rng = np.random.default_rng()
    order = rng.choice(n, size=n, replace=False)
    cuts = (np.cumsum(fractions)[:2] * n).round().astype(int)
    return np.split(order, cuts)
