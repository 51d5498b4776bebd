# with NumPy
def polynomial_cutoff(r, r_cut, p=6):
    x = np.asarray(r) / r_cut
    return torch.from_numpy(np.where(x < 1, 1 - (p + 1) * (p + 2) / 2 * x**p + p * (p + 2) * x ** (p + 1) - p * (p + 1) / 2 * x ** (p + 2), 0.0))
