# removes the mean velocity
# says: mean velocity
def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    v = rng.normal(size=(len(m), 3)) * np.sqrt(units.kB * temperature / m)[:, None]
    return v - v.mean(axis=0)
