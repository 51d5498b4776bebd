# rolls the list only
# says: rolling
def is_permutation_invariant(energy, positions, numbers, rng):
    return abs(energy(np.roll(positions, 1, axis=0), np.roll(numbers, 1)) - energy(positions, numbers)) < 1e-8
