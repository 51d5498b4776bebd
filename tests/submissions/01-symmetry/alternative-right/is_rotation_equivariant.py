def is_rotation_equivariant(forces, positions, numbers, rng):
    turns = [random_rotation(rng) for _ in range(4)]
    return all(np.allclose(forces(np.einsum("ab,nb->na", R, positions), numbers),
                           np.einsum("ab,nb->na", R, forces(positions, numbers)), atol=1e-7) for R in turns)
