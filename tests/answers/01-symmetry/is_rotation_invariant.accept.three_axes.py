# odd angles about x, y and z, one after the other
def is_rotation_invariant(energy, positions, numbers, rng):
    reference = energy(positions, numbers)
    turned = np.asarray(positions)
    for axis, angle in zip("xyz", (37.0, 71.0, 113.0)):
        turned = Rotation.from_euler(axis, angle, degrees=True).apply(turned)
        if abs(energy(turned, numbers) - reference) > 1e-7:
            return False
    return True
