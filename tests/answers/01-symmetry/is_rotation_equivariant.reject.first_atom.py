# looks at the sum of the forces only
# says: invariance|norms|component
def is_rotation_equivariant(forces, positions, numbers, rng):
    R = random_rotation(rng)
    return np.allclose(forces(positions @ R.T, numbers).sum(0), R @ forces(positions, numbers).sum(0), atol=1e-6)
