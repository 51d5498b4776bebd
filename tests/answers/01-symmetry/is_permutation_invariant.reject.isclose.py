# NumPy's default tolerance, relative to an energy of thousands of eV
# says: absolute tolerance
def is_permutation_invariant(energy, positions, numbers, rng):
    for _ in range(30):
        p = rng.permutation(len(positions))
        if not np.isclose(energy(positions[p], numbers[p]), energy(positions, numbers)):
            return False
    return True
