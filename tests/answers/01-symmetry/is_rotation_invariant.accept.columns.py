# R applied to columns, several times
def is_rotation_invariant(energy, positions, numbers, rng):
    values = [energy((random_rotation(rng) @ positions.T).T, numbers) for _ in range(10)]
    return max(abs(v - energy(positions, numbers)) for v in values) < 1e-9
