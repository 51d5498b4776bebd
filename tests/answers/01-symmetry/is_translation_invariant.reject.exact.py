# compares with ==
# says: tolerance
def is_translation_invariant(energy, positions, numbers, rng):
    return all(energy(positions + s, numbers) == energy(positions, numbers) for s in rng.normal(size=(10, 3)))
