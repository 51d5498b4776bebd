# permutes numbers but not positions
# says: same order|another molecule
def is_permutation_invariant(energy, positions, numbers, rng):
    orders = [rng.permutation(len(numbers)) for _ in range(10)]
    return all(abs(energy(positions, numbers[p]) - energy(positions, numbers)) < 1e-8 for p in orders)
