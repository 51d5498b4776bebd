# forgets π
# says: π is missing
def bessel_basis(r, r_cut, n):
    k = torch.arange(1, n + 1).to(r) / r_cut
    x = r.clamp(min=1e-7)[:, None]
    return (2 / r_cut) ** 0.5 * torch.sin(k * x) / x
