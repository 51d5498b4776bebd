# shuffles frames
# says: block
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    return np.split(rng.permutation(n), np.rint(np.cumsum(fractions)[:2] * n).astype(int))
