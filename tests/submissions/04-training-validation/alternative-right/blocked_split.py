def blocked_split(n, n_blocks, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng or np.random.default_rng()
    label = np.arange(n) * n_blocks // n  # block of each frame
    order = rng.permutation(n_blocks)
    a, b = round(fractions[0] * n_blocks), round((fractions[0] + fractions[1]) * n_blocks)
    return [np.flatnonzero(np.isin(label, part)) for part in (order[:a], order[a:b], order[b:])]
