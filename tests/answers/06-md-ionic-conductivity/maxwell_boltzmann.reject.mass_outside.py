# divides by the mass outside the root
# says: under the root
def maxwell_boltzmann(masses, temperature, rng):
    m = np.asarray(masses, dtype=float)
    v = rng.normal(size=(len(m), 3)) * np.sqrt(units.kB * temperature) / m[:, None]
    return v - m @ v / m.sum()
