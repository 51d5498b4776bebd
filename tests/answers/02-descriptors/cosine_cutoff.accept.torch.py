# Torch.
def cosine_cutoff(r, r_cut):
    r = torch.as_tensor(np.asarray(r, dtype=float))
    return torch.where(r < r_cut, 0.5 * (torch.cos(torch.pi * r / r_cut) + 1), torch.zeros_like(r))
