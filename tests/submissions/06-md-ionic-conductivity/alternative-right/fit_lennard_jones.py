def fit_lennard_jones(r, energy):
    from scipy.optimize import curve_fit

    law = lambda r, epsilon, sigma: 4 * epsilon * ((sigma / r) ** 12 - (sigma / r) ** 6)
    k = np.argmin(energy)
    (epsilon, sigma), _ = curve_fit(law, r, energy, p0=(-energy[k], r[k] / 2 ** (1 / 6)))
    return epsilon, sigma
