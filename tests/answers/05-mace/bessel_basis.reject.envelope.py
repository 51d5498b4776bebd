# includes an envelope
# says: No cutoff function
def bessel_basis(r, r_cut, n):
    k = torch.arange(1, n + 1).to(r) * torch.pi / r_cut
    x = r.clamp(min=1e-7)[:, None]
    return (2 / r_cut) ** 0.5 * torch.sin(k * x) / x * (1 - 28 * (x / r_cut) ** 6 + 48 * (x / r_cut) ** 7 - 21 * (x / r_cut) ** 8) * (x < r_cut)
