# zero beyond the cutoff
# says: No cutoff
def bessel_basis(r, r_cut, n):
    k = torch.arange(1, n + 1, dtype=r.dtype) * torch.pi / r_cut
    near_zero = r.abs() < 1e-10
    safe = torch.where(near_zero, torch.ones_like(r), r)[:, None]
    quotient = torch.where(near_zero[:, None], k.expand(len(r), n), torch.sin(k * safe) / safe)
    return (2 / r_cut) ** 0.5 * quotient * (r < r_cut)[:, None]
