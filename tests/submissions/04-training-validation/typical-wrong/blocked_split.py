def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = np.random.default_rng() if rng is None else rng
    order = rng.permutation(n)  # frames, not blocks
    cuts = np.rint(np.cumsum(fractions)[:2] * n).astype(int)
    return np.split(order, cuts)
