def maxwell_boltzmann(masses, temperature, rng):
    m = np.array(masses, dtype=float)[:, None]
    p = rng.standard_normal((len(m), 3)) * np.sqrt(m * units.kB * temperature)
    v = p / m
    return v - p.sum(axis=0) / m.sum()
