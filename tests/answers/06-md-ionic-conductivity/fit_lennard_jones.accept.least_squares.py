# least_squares in units of the well, as a torch tensor
def fit_lennard_jones(r, energy):
    import torch
    from scipy.optimize import least_squares

    k = np.argmin(energy)
    r0, e0 = r[k] / 2 ** (1 / 6), -energy[k]
    x, y = r / r0, energy / e0
    fit = least_squares(lambda p: 4 * p[0] * ((p[1] / x) ** 12 - (p[1] / x) ** 6) - y, (1.0, 1.0), xtol=1e-12, ftol=1e-12)
    return torch.tensor([fit.x[0] * e0, fit.x[1] * r0])
