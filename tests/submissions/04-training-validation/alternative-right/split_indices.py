def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng or np.random.default_rng()
    order = np.arange(n)
    rng.shuffle(order)
    first, second = round(fractions[0] * n), round((fractions[0] + fractions[1]) * n)
    return order[:first].tolist(), order[first:second].tolist(), order[second:].tolist()
