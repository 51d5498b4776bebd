# the fitted targets
# says: do not solve
def kernel_ridge_fit(kernel, targets, noise):
    k = np.asarray(kernel, float)
    return k @ np.linalg.solve(k + noise**2 * np.eye(len(k)), np.asarray(targets, float))
