# fills one set after another
def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    blocks, parts = np.array_split(np.arange(n), n_blocks), [[], [], []]
    edges = np.cumsum(fractions) * n_blocks
    for position, b in enumerate(rng.permutation(n_blocks)):
        parts[min(2, int(np.searchsorted(edges, position + 0.5)))].extend(blocks[b])
    return tuple(np.array(part, dtype=int) for part in parts)
