# einsum, several rotations
def is_rotation_equivariant(forces, positions, numbers, rng):
    for _ in range(3):
        R = random_rotation(rng)
        x = np.einsum("ab,ib->ia", R, positions)
        if np.abs(forces(x, numbers) - np.einsum("ab,ib->ia", R, forces(positions, numbers))).max() > 1e-6:
            return False
    return True
