# Forgets to subtract the position of the atom in the middle.
# says: Subtract the position of atom i
def bond_angle(r_i, r_j, r_k):
    r_i, r_j, r_k = (np.array(r, dtype=float) for r in (r_i, r_j, r_k))
    u, v = r_j, r_k
    with np.errstate(invalid="ignore"):
        cosine = u @ v / (np.linalg.norm(u) * np.linalg.norm(v))
    return np.arccos(np.clip(cosine, -1, 1))
