# shifts the positions in place
# says: in place
def is_translation_invariant(energy, positions, numbers, rng):
    before = energy(positions, numbers)
    positions += rng.normal(size=3)
    return abs(energy(positions, numbers) - before) < 1e-8
