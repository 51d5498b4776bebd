# orthogonal matrices, half of them mirrors
# says: reflection
def is_rotation_invariant(energy, positions, numbers, rng):
    from scipy.stats import ortho_group

    turns = ortho_group.rvs(3, size=10, random_state=rng)
    return all(abs(energy(positions @ R.T, numbers) - energy(positions, numbers)) < 1e-8 for R in turns)
