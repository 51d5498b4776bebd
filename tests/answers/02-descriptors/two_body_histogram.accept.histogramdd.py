# One call of numpy for all pairs.
def two_body_histogram(positions, numbers, elements, bin_edges):
    r, z = np.array(positions, float), np.array(numbers)
    i, j = np.nonzero(~np.eye(len(r), dtype=bool))
    d = np.sqrt(((r[i] - r[j]) ** 2).sum(1))
    rows = np.arange(len(r) + 1) - 0.5
    return np.stack([np.histogram2d(i[z[j] == e], d[z[j] == e], bins=(rows, bin_edges))[0] for e in elements], axis=1)
