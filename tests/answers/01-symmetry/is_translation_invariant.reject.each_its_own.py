# moves every atom by a vector of its own
# says: common vector
def is_translation_invariant(energy, positions, numbers, rng):
    return abs(energy(positions + rng.normal(size=positions.shape), numbers) - energy(positions, numbers)) < 1e-8
