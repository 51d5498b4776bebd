# exchanges the first two atoms only
# says: several random permutations
def is_permutation_invariant(energy, positions, numbers, rng):
    order = [1, 0, *range(2, len(numbers))]
    return abs(energy(positions[order], numbers[order]) - energy(positions, numbers)) < 1e-8
