# A step.
# says: jumps at r_cut
def cosine_cutoff(r, r_cut):
    return np.where(np.asarray(r) < r_cut, 1.0, 0.0)
