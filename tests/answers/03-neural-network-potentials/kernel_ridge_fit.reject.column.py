# a column of weights
# says: shape
def kernel_ridge_fit(kernel, targets, noise):
    y = np.asarray(targets, float)[:, None]
    return np.linalg.solve(np.asarray(kernel, float) + noise**2 * np.eye(len(kernel)), y)
