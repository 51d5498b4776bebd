# trusts no energy
# says: does not depend
def is_translation_invariant(energy, positions, numbers, rng):
    return False
