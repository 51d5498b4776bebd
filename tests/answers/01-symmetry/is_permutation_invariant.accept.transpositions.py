# every exchange of two labels, without chance
def is_permutation_invariant(energy, positions, numbers, rng):
    import itertools

    start = energy(positions, numbers)
    for i, j in itertools.combinations(range(len(numbers)), 2):
        order = list(range(len(numbers)))
        order[i], order[j] = j, i
        if abs(energy(positions[order], numbers[order]) - start) > 1e-8:
            return False
    return True
