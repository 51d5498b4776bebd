def is_translation_invariant(energy, positions, numbers, rng):
    shift = np.array([1.0, 0.0, 0.0])  # one axis only
    return abs(energy(positions + shift, numbers) - energy(positions, numbers)) < 1e-6
