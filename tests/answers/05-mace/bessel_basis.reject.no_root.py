# root of the normalisation missing
# says: root of the normalisation
def bessel_basis(r, r_cut, n):
    k = torch.arange(1, n + 1).to(r) * torch.pi / r_cut
    x = r.clamp(min=1e-7)[:, None]
    return 2 / r_cut * torch.sin(k * x) / x
