# a shift that hides in the tolerance
# says: so little|all three axes
def is_translation_invariant(energy, positions, numbers, rng):
    return np.isclose(energy(positions + 1e-6 * rng.normal(size=3), numbers), energy(positions, numbers))
