# turns about x only
# says: every axis
def is_rotation_invariant(energy, positions, numbers, rng):
    turns = [Rotation.from_euler("x", t).as_matrix() for t in rng.uniform(0, 6, 5)]
    return all(abs(energy(positions @ R.T, numbers) - energy(positions, numbers)) < 1e-8 for R in turns)
