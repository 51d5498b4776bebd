# The mean over the neighbours.
# says: mean over the neighbours
def acsf_g2(distances, eta, r_shift, r_cut):
    r = np.array(distances, dtype=float)
    fade = np.where(r < r_cut, 0.5 * (np.cos(np.pi * r / r_cut) + 1), 0.0)
    return float(np.mean(np.exp(-eta * (r - r_shift) ** 2) * fade))
