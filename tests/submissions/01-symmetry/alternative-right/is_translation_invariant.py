def is_translation_invariant(energy, positions, numbers, rng):
    for _ in range(10):
        moved = np.array([p + v for v in [rng.uniform(-5, 5, 3)] for p in positions])
        if not np.isclose(energy(moved, numbers), energy(positions, numbers), rtol=0, atol=1e-7):
            return False
    return True
