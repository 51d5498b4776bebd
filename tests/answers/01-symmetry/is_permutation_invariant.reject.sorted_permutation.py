# sorts the permutation, which is the identity again
# says: identity
def is_permutation_invariant(energy, positions, numbers, rng):
    order = np.sort(rng.permutation(len(numbers)))
    return abs(energy(positions[order], numbers[order]) - energy(positions, numbers)) < 1e-8
