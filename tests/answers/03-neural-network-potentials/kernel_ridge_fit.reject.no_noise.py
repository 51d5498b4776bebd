# no noise
# says: missing
def kernel_ridge_fit(kernel, targets, noise):
    return np.linalg.solve(np.asarray(kernel, float), np.asarray(targets, float))
