# the right variance, the wrong distribution
# says: normally distributed
def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    v = rng.uniform(-1, 1, size=(len(m), 3)) * np.sqrt(3 * units.kB * temperature / m)[:, None]
    return v - m @ v / m.sum()
