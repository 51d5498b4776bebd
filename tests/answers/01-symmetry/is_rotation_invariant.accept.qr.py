# rotations by QR, a mirror turned back into a rotation
def is_rotation_invariant(energy, positions, numbers, rng):
    for _ in range(4):
        q, _r = np.linalg.qr(rng.normal(size=(3, 3)))
        if np.linalg.det(q) < 0:
            q[:, 0] = -q[:, 0]
        if abs(energy(positions @ q, numbers) - energy(positions, numbers)) > 1e-5:
            return False
    return True
