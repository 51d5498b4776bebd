# half turns about x, y and z
# says: 180
def is_rotation_invariant(energy, positions, numbers, rng):
    signs = ([1, -1, -1], [-1, 1, -1], [-1, -1, 1])
    return all(abs(energy(positions * s, numbers) - energy(positions, numbers)) < 1e-8 for s in signs)
