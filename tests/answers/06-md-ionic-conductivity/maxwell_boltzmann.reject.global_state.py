# numpy's global generator
# says: rng
def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    v = np.random.normal(size=(len(m), 3)) * np.sqrt(units.kB * temperature / m)[:, None]
    return v - m @ v / m.sum()
