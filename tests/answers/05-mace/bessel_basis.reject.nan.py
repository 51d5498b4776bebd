# not a number at zero
# says: r = 0
def bessel_basis(r, r_cut, n):
    k = torch.arange(1, n + 1) * torch.pi / r_cut
    return (2 / r_cut) ** 0.5 * torch.sin(k * r[:, None]) / r[:, None]
