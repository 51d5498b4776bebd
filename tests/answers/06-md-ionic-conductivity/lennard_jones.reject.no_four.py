# forgets the 4
# says: factor 4
def lennard_jones(r, epsilon, sigma):
    s = (sigma / r) ** 6
    return epsilon * (s**2 - s), 6 * epsilon * (2 * s**2 - s) / r
