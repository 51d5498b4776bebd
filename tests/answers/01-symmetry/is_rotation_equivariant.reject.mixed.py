# turns positions by R and forces by its transpose
# says: @ R
def is_rotation_equivariant(forces, positions, numbers, rng):
    R = random_rotation(rng)
    return np.allclose(forces(positions @ R.T, numbers), forces(positions, numbers) @ R)
