# in terms of the minimum: E = ε [(r_m/r)^12 - 2 (r_m/r)^6]
def lennard_jones(r, epsilon, sigma):
    x = 2 ** (1 / 6) * sigma / r
    return [epsilon * (x**12 - 2 * x**6), 12 * epsilon / r * (x**12 - x**6)]
