# 4ε multiplies the repulsion only
# says: brackets
def lennard_jones(r, epsilon, sigma):
    s = (sigma / r) ** 6
    return 4 * epsilon * s**2 - s, (48 * epsilon * s**2 - 6 * s) / r
