# zero at r = 0 instead of the limit
# says: the limit is
def bessel_basis(r, r_cut, n):
    k = torch.arange(1, n + 1).to(r) * torch.pi / r_cut
    return torch.nan_to_num((2 / r_cut) ** 0.5 * torch.sin(k * r[:, None]) / r[:, None])
