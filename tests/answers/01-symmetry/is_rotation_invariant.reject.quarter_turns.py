# quarter turns about x, y and z
# says: cube
def is_rotation_invariant(energy, positions, numbers, rng):
    turns = [Rotation.from_euler(axis, 90, degrees=True).as_matrix() for axis in "xyz"]
    return all(abs(energy(positions @ R.T, numbers) - energy(positions, numbers)) < 1e-8 for R in turns)
