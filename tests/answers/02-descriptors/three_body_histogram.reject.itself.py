# Includes j = k.
# says: You include j = k: a neighbour
def three_body_histogram(positions, r_cut, bin_edges):
    r = np.array(positions, float)
    out = np.zeros((len(r), len(bin_edges) - 1))
    for i in range(len(r)):
        near = [j for j in range(len(r)) if j != i and np.linalg.norm(r[j] - r[i]) < r_cut]
        for j in near:
            for k in near:
                if j <= k:
                    u, v = r[j] - r[i], r[k] - r[i]
                    a = np.arctan2(np.linalg.norm(np.cross(u, v)), u @ v)
                    out[i] += np.histogram(a, bin_edges)[0]
    return out
