# a block number for every frame
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    block = np.arange(n) * n_blocks // n
    order = rng.permutation(n_blocks)
    a = round(fractions[0] * n_blocks)
    b = a + round(fractions[1] * n_blocks)
    return tuple(np.flatnonzero(np.isin(block, part)) for part in (order[:a], order[a:b], order[b:]))
