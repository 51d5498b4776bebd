# NumPy's default tolerance, relative to an energy of thousands of eV
# says: absolute tolerance
def is_rotation_invariant(energy, positions, numbers, rng):
    before = energy(positions, numbers)
    turned = [energy(positions @ random_rotation(rng).T, numbers) for _ in range(5)]
    return np.allclose(turned, before)
