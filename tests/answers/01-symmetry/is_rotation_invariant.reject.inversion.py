# inverts the molecule through the origin
# says: reflection|every axis|turn
def is_rotation_invariant(energy, positions, numbers, rng):
    return abs(energy(-positions, numbers) - energy(positions, numbers)) < 1e-8
