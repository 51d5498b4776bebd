# shuffles the positions in place
# says: in place
def is_permutation_invariant(energy, positions, numbers, rng):
    before = energy(positions, numbers)
    order = rng.permutation(len(numbers))
    positions[:], numbers[:] = positions[order], numbers[order]
    return abs(energy(positions, numbers) - before) < 1e-8
