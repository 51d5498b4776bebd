def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    a, b = round(fractions[0] * n), round((fractions[0] + fractions[1]) * n)
    return np.split(np.arange(n), [a, b])  # not shuffled
