def is_rotation_equivariant(forces, positions, numbers, rng):
    turn = random_rotation(rng)
    before, after = forces(positions, numbers), forces(positions @ turn.T, numbers)
    return np.allclose(np.linalg.norm(before, axis=1), np.linalg.norm(after, axis=1))  # lengths only
