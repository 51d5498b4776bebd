def is_rotation_invariant(energy, positions, numbers, rng):
    turn = Rotation.from_euler("z", rng.uniform(0, 2 * np.pi)).as_matrix()  # about z only
    return np.isclose(energy(positions @ turn.T, numbers), energy(positions, numbers))
