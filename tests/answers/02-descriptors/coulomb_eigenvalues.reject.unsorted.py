# In rising order, as eigvalsh returns them.
# says: rising order
def coulomb_eigenvalues(positions, numbers):
    z, r = np.array(numbers, float), np.array(positions, float) / 0.529177211
    d = np.linalg.norm(r[:, None] - r[None], axis=2) + np.eye(len(z))
    m = np.outer(z, z) / d
    np.fill_diagonal(m, 0.5 * z**2.4)
    e = np.linalg.eigvalsh(m)
    return e
