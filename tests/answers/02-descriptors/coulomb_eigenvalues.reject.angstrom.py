# Distances in Å.
# says: Distances are in bohr
def coulomb_eigenvalues(positions, numbers):
    z, r = np.array(numbers, float), np.array(positions, float) 
    d = np.linalg.norm(r[:, None] - r[None], axis=2) + np.eye(len(z))
    m = np.outer(z, z) / d
    np.fill_diagonal(m, 0.5 * z**2.4)
    e = np.linalg.eigvalsh(m)
    return e[np.argsort(-abs(e))]
