# shuffle in place of a fresh array
def split_indices(n, fractions=(0.8, 0.1, 0.1), rng=None):
    rng = rng or np.random.default_rng()
    index = np.arange(n)
    rng.shuffle(index)
    a = int(fractions[0] * n)
    b = a + round(fractions[1] * n)
    return index[:a], index[a:b], index[b:]
