# shares the force between the two atoms
# says: full force
def lennard_jones(r, epsilon, sigma):
    s = (sigma / r) ** 6
    return 4 * epsilon * (s**2 - s), 12 * epsilon * (2 * s**2 - s) / r
