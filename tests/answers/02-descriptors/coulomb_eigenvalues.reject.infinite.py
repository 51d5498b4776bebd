# Divides by r_ii = 0 before the diagonal is set.
# says: r_ii is zero
def coulomb_eigenvalues(positions, numbers):
    z, r = np.array(numbers, dtype=float), np.array(positions, dtype=float) / 0.529177211
    with np.errstate(divide="ignore"):
        matrix = np.outer(z, z) / np.linalg.norm(r[:, None] - r[None], axis=2)
    values = np.linalg.eigvalsh(matrix + np.diag(0.5 * z**2.4))
    return values[np.argsort(-abs(values))]
