# the same spread for every mass
# says: divide by the mass
def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    v = rng.normal(size=(len(m), 3)) * np.sqrt(units.kB * temperature)
    return v - m @ v / m.sum()
