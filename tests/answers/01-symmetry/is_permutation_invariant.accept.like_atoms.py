# moves positions among atoms of one element only, which is the same relabelling
def is_permutation_invariant(energy, positions, numbers, rng):
    for _ in range(10):
        order = np.arange(len(numbers))
        for z in np.unique(numbers):
            order[numbers == z] = rng.permutation(order[numbers == z])
        if abs(energy(positions[order], numbers) - energy(positions, numbers)) > 1e-8:
            return False
    return True
