# torch
def kernel_ridge_fit(kernel, targets, noise):
    k, y = (torch.as_tensor(np.array(a, dtype=float)) for a in (kernel, targets))
    return torch.linalg.solve(k + noise**2 * torch.eye(len(k), dtype=k.dtype), y).numpy()
