# the cosine cutoff
# says: cosine
def polynomial_cutoff(r, r_cut, p=6):
    return torch.where(r < r_cut, 0.5 * (1 + torch.cos(torch.pi * r / r_cut)), 0 * r)
