# compares energies with ==
# says: does not depend|labels|last digits
def is_permutation_invariant(energy, positions, numbers, rng):
    before = energy(positions, numbers)
    orders = [rng.permutation(len(numbers)) for _ in range(10)]
    return all(energy(positions[o], numbers[o]) == before for o in orders)
