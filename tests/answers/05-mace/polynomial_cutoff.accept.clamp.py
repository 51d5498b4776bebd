# clamped at 1, where the polynomial is zero
def polynomial_cutoff(r, r_cut, p=6):
    x = (r / r_cut).clamp(max=1.0)
    return 1 - x**p * ((p + 1) * (p + 2) / 2 - p * x * (p + 2 - (p + 1) / 2 * x))
