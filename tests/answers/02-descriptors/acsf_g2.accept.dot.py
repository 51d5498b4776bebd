# A dot product of two vectors.
def acsf_g2(distances, eta, r_shift, r_cut):
    r = np.array(distances, dtype=float)
    fade = np.cos(np.pi / 2 * np.minimum(r, r_cut) / r_cut) ** 2
    return np.exp(-eta * (r - r_shift) ** 2) @ fade
