# ignores the rng
# says: rng
def maxwell_boltzmann(masses, temperature, rng):
    m, rng = np.asarray(masses, dtype=float), np.random.default_rng(0)
    v = rng.normal(size=(len(m), 3)) * np.sqrt(units.kB * temperature / m)[:, None]
    return v - m @ v / m.sum()
