# attraction and repulsion swapped
# says: swapped
def lennard_jones(r, epsilon, sigma):
    s = (sigma / r) ** 6
    return 4 * epsilon * (s - s**2), 24 * epsilon * (s - 2 * s**2) / r
