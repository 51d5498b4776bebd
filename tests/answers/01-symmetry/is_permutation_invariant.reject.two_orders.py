# two different orders for positions and numbers
# says: same order
def is_permutation_invariant(energy, positions, numbers, rng):
    n = len(numbers)
    return abs(energy(positions[rng.permutation(n)], numbers[rng.permutation(n)]) - energy(positions, numbers)) < 1e-8
