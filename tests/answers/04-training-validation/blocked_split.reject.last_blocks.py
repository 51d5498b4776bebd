# the end is always the test set
# says: same test block
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    blocks = np.array_split(np.arange(n), n_blocks)
    cuts = np.rint(np.cumsum(fractions)[:2] * n_blocks).astype(int)
    return [np.concatenate(part) for part in (blocks[: cuts[0]], blocks[cuts[0]: cuts[1]], blocks[cuts[1]:])]
