# mirrors as well
# says: determinant
def is_rotation_equivariant(forces, positions, numbers, rng):
    from scipy.stats import ortho_group

    turns = ortho_group.rvs(3, size=8, random_state=rng)
    return all(np.allclose(forces(positions @ R.T, numbers), forces(positions, numbers) @ R.T) for R in turns)
