# turns the forces back and compares with the first ones
def is_rotation_equivariant(forces, positions, numbers, rng):
    R = random_rotation(rng)
    back = forces(positions @ R.T, numbers) @ R
    return np.linalg.norm(back - forces(positions, numbers)) < 1e-8
