# a single random vector, an absolute tolerance and NumPy's bool
def is_translation_invariant(energy, positions, numbers, rng):
    return np.isclose(energy(positions, numbers), energy(positions + rng.normal(size=3), numbers), rtol=0, atol=1e-6)
