# reverses the list only
# says: Reversing
def is_permutation_invariant(energy, positions, numbers, rng):
    return abs(energy(positions[::-1], numbers[::-1]) - energy(positions, numbers)) < 1e-8
