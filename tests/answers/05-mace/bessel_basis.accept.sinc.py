# with torch.sinc
def bessel_basis(r, r_cut, n):
    k = torch.arange(1, n + 1).to(r) / r_cut
    return (2 / r_cut) ** 0.5 * torch.pi * k * torch.sinc(r[:, None] * k)
