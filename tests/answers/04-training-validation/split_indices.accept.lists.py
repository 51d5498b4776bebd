# lists, floor and the rest to test
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    order = list((np.random.default_rng() if rng is None else rng).permutation(n))
    a, b = round(n * fractions[0]), round(n * (fractions[0] + fractions[1]))
    return sorted(order[:a]), sorted(order[a:b]), sorted(order[b:])
