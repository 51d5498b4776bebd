# works on its argument
# says: in place
def lennard_jones(r, epsilon, sigma):
    s = (sigma / r) ** 6
    force = 24 * epsilon * (2 * s**2 - s) / r
    if isinstance(r, np.ndarray):
        r /= sigma
    return 4 * epsilon * (s**2 - s), force
