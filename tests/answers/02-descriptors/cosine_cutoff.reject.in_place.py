# Overwrites the distances.
# says: in place
def cosine_cutoff(r, r_cut):
    for k in range(len(r)):
        r[k] = 0.5 * (np.cos(np.pi * r[k] / r_cut) + 1) if r[k] < r_cut else 0.0
    return r
