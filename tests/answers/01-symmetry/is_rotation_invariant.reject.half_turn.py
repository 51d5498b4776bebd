# a half turn about z only
# says: 180
def is_rotation_invariant(energy, positions, numbers, rng):
    return abs(energy(positions * [-1, -1, 1], numbers) - energy(positions, numbers)) < 1e-8
