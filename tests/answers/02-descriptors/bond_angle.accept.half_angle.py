# Kahan's formula with the half angle.
def bond_angle(r_i, r_j, r_k):
    u, v = np.subtract(r_j, r_i).astype(float), np.subtract(r_k, r_i).astype(float)
    u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
    return 2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))
