# lists have no shape
# says: fails with lists
def kernel_ridge_fit(kernel, targets, noise):
    return np.linalg.solve(kernel + noise**2 * np.eye(kernel.shape[0]), targets)
