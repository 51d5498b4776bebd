# permutes x, y and z instead of atoms
# says: label
def is_permutation_invariant(energy, positions, numbers, rng):
    return all(
        abs(energy(positions[:, p], numbers) - energy(positions, numbers)) < 1e-8 for p in ([1, 2, 0], [2, 0, 1])
    )
