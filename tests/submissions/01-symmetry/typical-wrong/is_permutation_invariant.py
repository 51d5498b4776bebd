def is_permutation_invariant(energy, positions, numbers, rng):
    order = rng.permutation(len(positions))  # O ends where H was
    return abs(energy(positions[order], numbers) - energy(positions, numbers)) < 1e-8
