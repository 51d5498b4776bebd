# Torch, a zero-dimensional tensor.
def acsf_g2(distances, eta, r_shift, r_cut):
    r = torch.tensor(np.array(distances, dtype=float))
    r = r[r < r_cut]
    return (torch.exp(-eta * (r - r_shift) ** 2) * (torch.cos(torch.pi * r / r_cut) + 1) / 2).sum()
