# the most probable speed taken for the spread of a component
# says: twice
def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    v = rng.normal(size=(len(m), 3)) * np.sqrt(2 * units.kB * temperature / m)[:, None]
    return v - m @ v / m.sum()
