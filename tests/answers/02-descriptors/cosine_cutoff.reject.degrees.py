# Degrees.
# says: radians
def cosine_cutoff(r, r_cut):
    r = np.asarray(r, dtype=float)
    return np.where(r < r_cut, 0.5 * (np.cos(np.radians(np.pi * r / r_cut)) + 1), 0.0)
