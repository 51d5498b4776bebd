# Without r < r_cut the cosine rises again beyond the cutoff.
# says: cosine rises again
def acsf_g2(distances, eta, r_shift, r_cut):
    r = np.array(distances, dtype=float)
    return float(np.sum(np.exp(-eta * (r - r_shift) ** 2) * 0.5 * (np.cos(np.pi * r / r_cut) + 1)))
