# r instead of r/r_cut
# says: variable is r/r_cut
def polynomial_cutoff(r, r_cut, p=6):
    x = r
    return (1 - (p + 1) * (p + 2) / 2 * x**p + p * (p + 2) * x ** (p + 1) - p * (p + 1) / 2 * x ** (p + 2)) * (r < r_cut)
