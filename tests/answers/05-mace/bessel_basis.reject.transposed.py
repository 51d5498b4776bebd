# (n, E)
# says: shape
def bessel_basis(r, r_cut, n):
    k = torch.arange(1, n + 1).to(r) * torch.pi / r_cut
    x = r.clamp(min=1e-7)
    return (2 / r_cut) ** 0.5 * torch.sin(k[:, None] * x) / x
