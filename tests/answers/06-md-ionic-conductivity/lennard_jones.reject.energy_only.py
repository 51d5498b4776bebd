# no force
# says: 2 things
def lennard_jones(r, epsilon, sigma):
    s = (sigma / r) ** 6
    return 4 * epsilon * (s**2 - s)
