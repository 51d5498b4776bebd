def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    return rng.normal(size=(len(m), 3)) * np.sqrt(units.kB * temperature / m)[:, None]
