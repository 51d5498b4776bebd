# scaled to the exact temperature
# says: do not rescale
def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    v = rng.normal(size=(len(m), 3)) * np.sqrt(units.kB * temperature / m)[:, None]
    v = v - m @ v / m.sum()
    return v * np.sqrt((3 * len(m) - 3) * units.kB * temperature / (m[:, None] * v**2).sum())
