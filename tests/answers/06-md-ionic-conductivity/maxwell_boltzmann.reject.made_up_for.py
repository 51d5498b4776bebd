# scales so that the mean is 3N/2 kT once more
# says: must be 1
def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    v = rng.normal(size=(len(m), 3)) * np.sqrt(units.kB * temperature / m)[:, None]
    return (v - m @ v / m.sum()) * np.sqrt(len(m) / (len(m) - 1))
