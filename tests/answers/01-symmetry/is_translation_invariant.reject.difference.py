# returns the change instead of a verdict
# says: True or False
def is_translation_invariant(energy, positions, numbers, rng):
    return energy(positions + 1.0, numbers) - energy(positions, numbers)
