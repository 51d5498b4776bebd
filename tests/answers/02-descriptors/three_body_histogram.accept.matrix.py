# All angles of an atom as a matrix; its upper triangle.
def three_body_histogram(positions, r_cut, bin_edges):
    r = np.array(positions, float)
    rows = []
    for i in range(len(r)):
        u = r - r[i]
        d = np.linalg.norm(u, axis=1)
        u = u[(d > 0) & (d < r_cut)]
        unit = u / np.linalg.norm(u, axis=1, keepdims=True)
        cosine = np.clip(unit @ unit.T, -1, 1)[np.triu_indices(len(u), 1)]
        rows.append(np.histogram(np.arccos(cosine), bin_edges)[0])
    return np.array(rows)
