# one vector with three different components
def is_translation_invariant(energy, positions, numbers, rng):
    moved = positions + np.array([1.3, -2.1, 0.7])
    return bool(np.abs(energy(moved, numbers) - energy(positions, numbers)) < 1e-4)
