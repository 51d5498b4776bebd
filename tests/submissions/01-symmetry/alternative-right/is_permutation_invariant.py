def is_permutation_invariant(energy, positions, numbers, rng):
    same = True
    for _ in range(12):
        order = rng.permutation(len(numbers)).tolist()
        same &= bool(np.isclose(energy(positions[order], numbers[order]), energy(positions, numbers), atol=1e-9))
    return same
