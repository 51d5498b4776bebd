# compares the norms of the forces only
# says: norms|invariance
def is_rotation_equivariant(forces, positions, numbers, rng):
    after = forces(positions @ random_rotation(rng).T, numbers)
    return np.allclose(np.linalg.norm(after, axis=1), np.linalg.norm(forces(positions, numbers), axis=1))
