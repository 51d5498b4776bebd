def is_translation_invariant(energy, positions, numbers, rng):
    shift = rng.normal(size=3)
    return abs(energy(positions + shift, numbers) - energy(positions, numbers)) < 1e-8
