# Ordered pairs, divided by two.
def three_body_histogram(positions, r_cut, bin_edges):
    r = np.array(positions, float)
    out = np.zeros((len(r), len(bin_edges) - 1))
    for i in range(len(r)):
        for j in range(len(r)):
            for k in range(len(r)):
                if len({i, j, k}) == 3:
                    u, v = r[j] - r[i], r[k] - r[i]
                    if max(np.linalg.norm(u), np.linalg.norm(v)) < r_cut:
                        a = np.arctan2(np.linalg.norm(np.cross(u, v)), u @ v)
                        out[i] += 0.5 * np.histogram(a, bin_edges)[0]
    return out
