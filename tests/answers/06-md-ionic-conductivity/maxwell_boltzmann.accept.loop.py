# atom by atom, scale given to the generator
def maxwell_boltzmann(masses, temperature, rng):
    v = np.array([rng.normal(0.0, (units.kB * temperature / mass) ** 0.5, size=3) for mass in masses])
    total = sum(mass * row for mass, row in zip(masses, v))
    return [list(row - total / sum(masses)) for row in v]
