# compares one norm of all forces
# says: norms|invariance
def is_rotation_equivariant(forces, positions, numbers, rng):
    after = forces(positions @ random_rotation(rng).T, numbers)
    return np.isclose(np.linalg.norm(after), np.linalg.norm(forces(positions, numbers)))
