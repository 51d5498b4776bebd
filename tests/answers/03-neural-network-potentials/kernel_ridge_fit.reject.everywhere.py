# noise on every entry
# says: do not solve
def kernel_ridge_fit(kernel, targets, noise):
    return np.linalg.solve(np.asarray(kernel, float) + noise**2, np.asarray(targets, float))
