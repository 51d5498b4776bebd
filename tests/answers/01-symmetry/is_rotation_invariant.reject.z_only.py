# turns about z only
# says: every axis
def is_rotation_invariant(energy, positions, numbers, rng):
    R = Rotation.from_euler("z", rng.uniform(0, 2 * np.pi)).as_matrix()
    return abs(energy(positions @ R.T, numbers) - energy(positions, numbers)) < 1e-8
