# SciPy turns positions and forces
def is_rotation_equivariant(forces, positions, numbers, rng):
    turn = Rotation.random(rng=rng)
    return np.allclose(forces(turn.apply(positions), numbers), turn.apply(forces(positions, numbers)))
