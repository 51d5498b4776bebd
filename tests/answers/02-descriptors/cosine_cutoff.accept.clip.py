# Clipping the argument instead of a condition.
def cosine_cutoff(r, r_cut):
    return 0.5 * (np.cos(np.pi * np.clip(np.asarray(r) / r_cut, 0, 1)) + 1)
