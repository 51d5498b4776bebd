# The + 1 is missing.
# says: half of it is negative
def cosine_cutoff(r, r_cut):
    r = np.asarray(r)
    return np.where(r < r_cut, 0.5 * np.cos(np.pi * r / r_cut), 0.0)
