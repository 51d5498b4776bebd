# a shift along each axis in turn, without chance
def is_translation_invariant(energy, positions, numbers, rng):
    import math

    start = energy(positions, numbers)
    return all(math.isclose(energy(positions + 2.5 * axis, numbers), start, abs_tol=1e-7) for axis in np.eye(3))
