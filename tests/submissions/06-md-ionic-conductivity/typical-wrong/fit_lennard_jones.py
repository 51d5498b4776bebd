def fit_lennard_jones(r, energy):
    from scipy.optimize import curve_fit

    law = lambda r, epsilon, sigma: 4 * epsilon * ((sigma / r) ** 12 - (sigma / r) ** 6)
    (epsilon, sigma), _ = curve_fit(law, r, energy)
    return epsilon, sigma
