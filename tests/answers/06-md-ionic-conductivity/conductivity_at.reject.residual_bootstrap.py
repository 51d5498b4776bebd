# residuals, scaled for the lost degrees of freedom, are drawn anew
# says: too narrow
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    rng = np.random.default_rng(0)
    x, y = 1 / np.asarray(T_fit, float), np.log(D_fit)
    n, p = len(x), np.polyfit(x, y, 1)
    line = np.polyval(p, x)
    left = (y - line) * np.sqrt(n / (n - 2))
    drawn = [np.polyval(np.polyfit(x, line + rng.choice(left, n), 1), 1 / T) for _ in range(400)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return tuple(nernst_einstein(np.exp(v), n_ions, volume, T) for v in (np.polyval(p, 1 / T), low, high))
