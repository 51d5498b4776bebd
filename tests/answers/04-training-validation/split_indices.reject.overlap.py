# three independent draws
# says: two sets
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = np.random.default_rng() if rng is None else rng
    return tuple(rng.choice(n, size=round(f * n), replace=False) for f in fractions)
