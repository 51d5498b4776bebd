# a single random vector, NumPy's default tolerance and NumPy's bool
def is_translation_invariant(energy, positions, numbers, rng):
    return np.isclose(energy(positions, numbers), energy(positions + rng.normal(size=3), numbers))
