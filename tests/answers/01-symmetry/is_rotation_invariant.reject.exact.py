# compares with ==
# says: tolerance
def is_rotation_invariant(energy, positions, numbers, rng):
    return all(energy(positions @ random_rotation(rng).T, numbers) == energy(positions, numbers) for _ in range(10))
