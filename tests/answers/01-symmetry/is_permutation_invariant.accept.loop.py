# several random orders, early return
def is_permutation_invariant(energy, positions, numbers, rng):
    for _ in range(30):
        p = rng.permutation(len(positions))
        if not np.isclose(energy(positions[p], numbers[p]), energy(positions, numbers), rtol=0, atol=1e-6):
            return False
    return True
