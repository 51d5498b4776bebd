# the identity permutation
# says: identity
def is_permutation_invariant(energy, positions, numbers, rng):
    order = np.arange(len(numbers))
    return abs(energy(positions[order], numbers[order]) - energy(positions, numbers)) < 1e-8
