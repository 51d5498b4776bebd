# scans sigma; for each, epsilon follows by projection; then refines
def fit_lennard_jones(r, energy):
    from scipy.optimize import minimize_scalar

    r, energy = np.asarray(r, float), np.asarray(energy, float)

    def best(sigma):
        shape = 4 * ((sigma / r) ** 12 - (sigma / r) ** 6)
        epsilon = shape @ energy / (shape @ shape)
        return epsilon, np.sum((epsilon * shape - energy) ** 2)

    grid = np.linspace(0.5 * r.min(), r.max(), 400)
    k = int(np.argmin([best(s)[1] if best(s)[0] > 0 else np.inf for s in grid]))
    sigma = minimize_scalar(lambda s: best(s)[1] * 1e6, bracket=(grid[k - 1], grid[k], grid[k + 1]), tol=1e-10).x
    return [best(sigma)[0], sigma]
