# cuts every block
# says: block
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    parts = [[], [], []]
    for block in np.array_split(np.arange(n), n_blocks):
        for part, piece in zip(parts, np.split(block, np.rint(np.cumsum(fractions)[:2] * len(block)).astype(int))):
            part.extend(piece)
    return [np.array(part, dtype=int) for part in parts]
