# A quarter of a period: it ends in a kink.
# says: Got
def cosine_cutoff(r, r_cut):
    r = np.asarray(r, dtype=float)
    return np.where(r < r_cut, np.cos(0.5 * np.pi * r / r_cut), 0.0)
