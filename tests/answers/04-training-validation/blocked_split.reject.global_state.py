# ignores the rng
# says: rng
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    blocks = np.array_split(np.arange(n), n_blocks)
    cuts = np.rint(np.cumsum(fractions)[:2] * n_blocks).astype(int)
    return [np.concatenate([blocks[b] for b in part]) for part in np.split(np.random.permutation(n_blocks), cuts)]
