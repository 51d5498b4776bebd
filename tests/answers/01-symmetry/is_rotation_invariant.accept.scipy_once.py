# one uniform rotation by SciPy
def is_rotation_invariant(energy, positions, numbers, rng):
    R = Rotation.random(rng=rng).as_matrix()
    return np.isclose(energy(positions @ R.T, numbers), energy(positions, numbers), rtol=0, atol=1e-6)
