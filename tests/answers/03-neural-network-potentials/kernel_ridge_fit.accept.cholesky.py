# Cholesky factor
def kernel_ridge_fit(kernel, targets, noise):
    from scipy.linalg import cho_factor, cho_solve

    k = np.array(kernel, dtype=float)
    k[np.diag_indices_from(k)] += noise**2
    return cho_solve(cho_factor(k), np.asarray(targets, dtype=float))
