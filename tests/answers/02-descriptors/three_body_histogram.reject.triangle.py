# Wants j and k to be neighbours of each other, too.
# says: neighbours of each other
def three_body_histogram(positions, r_cut, bin_edges):
    r = np.array(positions, float)
    out = np.zeros((len(r), len(bin_edges) - 1))
    for i in range(len(r)):
        near = [j for j in range(len(r)) if j != i and np.linalg.norm(r[j] - r[i]) < r_cut]
        for j in near:
            for k in near:
                if j < k and np.linalg.norm(r[j] - r[k]) < r_cut:
                    u, v = r[j] - r[i], r[k] - r[i]
                    a = np.arctan2(np.linalg.norm(np.cross(u, v)), u @ v)
                    out[i] += np.histogram(a, bin_edges)[0]
    return out
