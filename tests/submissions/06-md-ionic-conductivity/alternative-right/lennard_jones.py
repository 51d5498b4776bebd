def lennard_jones(r, epsilon, sigma):
    energy = 4.0 * epsilon * (sigma**12 / r**12 - sigma**6 / r**6)
    force = 4.0 * epsilon * (12 * sigma**12 / r**13 - 6 * sigma**6 / r**7)
    return energy, force
