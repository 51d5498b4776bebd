# shifts along x only
# says: all three axes
def is_translation_invariant(energy, positions, numbers, rng):
    return abs(energy(positions + [rng.normal(), 0, 0], numbers) - energy(positions, numbers)) < 1e-8
