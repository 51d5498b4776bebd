# shuffles a list of pairs of position and number
def is_permutation_invariant(energy, positions, numbers, rng):
    changes = []
    for _ in range(8):
        atoms = list(zip(positions.tolist(), numbers.tolist()))
        atoms = [atoms[k] for k in rng.permutation(len(atoms))]
        p, z = zip(*atoms)
        p = np.array(p, dtype=float)
        changes.append(energy(p, np.array(z)) - energy(positions, numbers))
    return np.max(np.abs(changes)) < 1e-9
