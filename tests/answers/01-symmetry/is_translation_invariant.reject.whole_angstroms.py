# shifts by whole ångströms
# says: whole
def is_translation_invariant(energy, positions, numbers, rng):
    shifts = rng.integers(1, 9, (5, 3))
    before = energy(positions, numbers)
    return all(abs(energy(positions + s, numbers) - before) < 1e-8 for s in shifts)
