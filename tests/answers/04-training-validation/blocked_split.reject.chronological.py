# whole blocks, but always in the order of time
# says: draw them from
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    blocks = np.array_split(np.arange(n), n_blocks)
    cuts = np.rint(np.cumsum(fractions)[:-1] * n_blocks).astype(int)
    return tuple(np.concatenate([blocks[b] for b in part] or [np.arange(0)]) for part in np.split(np.arange(n_blocks), cuts))
