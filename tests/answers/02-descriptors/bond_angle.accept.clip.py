# arccos of a clipped cosine.
def bond_angle(r_i, r_j, r_k):
    u, v = np.array(r_j, float) - r_i, np.array(r_k, float) - r_i
    return np.arccos(np.clip(u @ v / np.linalg.norm(u) / np.linalg.norm(v), -1, 1))
