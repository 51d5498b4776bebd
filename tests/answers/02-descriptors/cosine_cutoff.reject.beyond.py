# The cosine goes on beyond the cutoff.
# says: rises again
def cosine_cutoff(r, r_cut):
    return 0.5 * (np.cos(np.pi * np.asarray(r) / r_cut) + 1)
