# one distance at a time
def polynomial_cutoff(r, r_cut, p=6):
    values = []
    for x in (r / r_cut).tolist():
        values.append(1 - (p + 1) * (p + 2) / 2 * x**p + p * (p + 2) * x ** (p + 1) - p * (p + 1) / 2 * x ** (p + 2) if x < 1 else 0.0)
    return torch.tensor(values, dtype=r.dtype)
