# changes the kernel of the caller
# says: in place
def kernel_ridge_fit(kernel, targets, noise):
    kernel[np.diag_indices_from(kernel)] += noise**2
    return np.linalg.solve(kernel, targets)
