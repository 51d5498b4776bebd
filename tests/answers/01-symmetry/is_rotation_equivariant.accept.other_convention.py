# positions @ R and forces @ R: the inverse rotation, consistently
def is_rotation_equivariant(forces, positions, numbers, rng):
    R = random_rotation(rng)
    return bool(np.allclose(forces(positions @ R, numbers), np.asarray(forces(positions, numbers)) @ R, atol=1e-5))
