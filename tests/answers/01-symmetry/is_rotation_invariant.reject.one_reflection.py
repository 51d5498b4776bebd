# one orthogonal matrix: a mirror in every second call
# says: reflection
def is_rotation_invariant(energy, positions, numbers, rng):
    q, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(rng.normal(size=3))
    return abs(energy(positions @ q, numbers) - energy(positions, numbers)) < 1e-8
