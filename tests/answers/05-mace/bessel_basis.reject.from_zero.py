# k from 0
# says: k runs from 1
def bessel_basis(r, r_cut, n):
    k = torch.arange(0, n).to(r) * torch.pi / r_cut
    x = r.clamp(min=1e-7)[:, None]
    return (2 / r_cut) ** 0.5 * torch.sin(k * x) / x
