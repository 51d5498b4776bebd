# all 5040 orders of seven atoms
def is_permutation_invariant(energy, positions, numbers, rng):
    import itertools

    start = energy(positions, numbers)
    orders = itertools.permutations(range(len(numbers)))
    return all(abs(energy(positions[list(o)], numbers[list(o)]) - start) < 1e-8 for o in orders)
