# arccos without clipping gives nan for a straight angle.
# says: came out as nan.*rounding
def bond_angle(r_i, r_j, r_k):
    r_i, r_j, r_k = (np.array(r, dtype=float) for r in (r_i, r_j, r_k))
    u, v = r_j - r_i, r_k - r_i
    with np.errstate(invalid="ignore"):
        cosine = u @ v / (np.linalg.norm(u) * np.linalg.norm(v))
    return np.arccos(cosine)
