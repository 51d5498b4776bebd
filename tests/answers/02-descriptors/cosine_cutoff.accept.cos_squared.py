# The same function as the square of a cosine of half the angle.
def cosine_cutoff(r, r_cut):
    r = np.asarray(r, dtype=float)
    return np.cos(0.5 * np.pi * r / r_cut) ** 2 * (r < r_cut)
