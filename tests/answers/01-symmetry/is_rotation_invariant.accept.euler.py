# Euler angles need not be uniform to reveal a broken energy
def is_rotation_invariant(energy, positions, numbers, rng):
    for angles in rng.uniform(0, 360, size=(6, 3)):
        turned = Rotation.from_euler("xyz", angles, degrees=True).apply(positions)
        if not np.isclose(energy(turned, numbers), energy(positions, numbers), rtol=1e-6):
            return False
    return True
