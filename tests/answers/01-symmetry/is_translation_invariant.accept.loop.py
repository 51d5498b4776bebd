# a loop with an early return
def is_translation_invariant(energy, positions, numbers, rng):
    reference = energy(positions.copy(), numbers)
    for _ in range(20):
        shift = rng.uniform(-10, 10, size=(1, 3))
        if abs(energy(positions + shift, numbers) - reference) > 1e-6:
            return False
    return True
