# not zero beyond
# says: grows again|Beyond
def polynomial_cutoff(r, r_cut, p=6):
    x = r / r_cut
    return 1 - (p + 1) * (p + 2) / 2 * x**p + p * (p + 2) * x ** (p + 1) - p * (p + 1) / 2 * x ** (p + 2)
