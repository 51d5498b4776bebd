# Torch.
def bond_angle(r_i, r_j, r_k):
    r_i, r_j, r_k = (torch.tensor(np.array(r, dtype=float)) for r in (r_i, r_j, r_k))
    u, v = r_j - r_i, r_k - r_i
    return torch.atan2(torch.linalg.cross(u, v).norm(), u @ v)
