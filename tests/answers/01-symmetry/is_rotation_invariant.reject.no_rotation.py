# multiplies by a matrix that is no rotation
# says: rigidly
def is_rotation_invariant(energy, positions, numbers, rng):
    return abs(energy(positions @ rng.normal(size=(3, 3)), numbers) - energy(positions, numbers)) < 1e-8
