# Bins before elements.
# says: (shape|axes|atom, element, bin)
def two_body_histogram(positions, numbers, elements, bin_edges):
    r, z = np.array(positions, float), np.array(numbers)
    d = np.linalg.norm(r[:, None] - r[None], axis=2)
    out = np.zeros((len(r), len(elements), len(bin_edges) - 1))
    for i in range(len(r)):
        for s, e in enumerate(elements):
            out[i, s] = np.histogram(d[i, (z == e) & (np.arange(len(r)) != i)], bins=bin_edges)[0]
    return out.transpose(0, 2, 1)
