def is_rotation_invariant(energy, positions, numbers, rng):
    turns = Rotation.from_rotvec(rng.normal(size=(12, 3)))
    changes = [energy(turn.apply(positions), numbers) - energy(positions, numbers) for turn in turns]
    return np.max(np.abs(changes)) < 1e-7
