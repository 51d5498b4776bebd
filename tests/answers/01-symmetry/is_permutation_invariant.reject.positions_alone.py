# permutes positions but not numbers: O and H are exchanged
# says: another molecule
def is_permutation_invariant(energy, positions, numbers, rng):
    orders = [rng.permutation(len(numbers)) for _ in range(10)]
    return all(abs(energy(positions[p], numbers) - energy(positions, numbers)) < 1e-8 for p in orders)
