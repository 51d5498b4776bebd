# NumPy's default tolerance, relative to an energy of thousands of eV
# says: absolute tolerance
def is_translation_invariant(energy, positions, numbers, rng):
    shifts = rng.normal(scale=3, size=(5, 3))
    before = energy(positions, numbers)
    return all(np.isclose(energy(positions + shift, numbers), before) for shift in shifts)
