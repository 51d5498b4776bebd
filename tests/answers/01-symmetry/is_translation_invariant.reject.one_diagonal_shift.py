# the same shift along all three axes
# says: difference of two coordinates
def is_translation_invariant(energy, positions, numbers, rng):
    shifts = rng.normal(scale=3, size=5)
    return all(abs(energy(positions + s, numbers) - energy(positions, numbers)) < 1e-8 for s in shifts)
