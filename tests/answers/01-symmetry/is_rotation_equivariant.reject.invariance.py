# asks for unchanged forces
# says: turn with the molecule|R F
def is_rotation_equivariant(forces, positions, numbers, rng):
    return np.allclose(forces(positions @ random_rotation(rng).T, numbers), forces(positions, numbers))
