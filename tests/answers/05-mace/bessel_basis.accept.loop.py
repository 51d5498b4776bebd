# a column at a time, tiny distances lifted
def bessel_basis(r, r_cut, n):
    columns = []
    for k in range(1, n + 1):
        safe = r.clamp(min=1e-6 * r_cut)
        columns.append((2 / r_cut) ** 0.5 * torch.sin(k * torch.pi * safe / r_cut) / safe)
    return torch.stack(columns, dim=1)
