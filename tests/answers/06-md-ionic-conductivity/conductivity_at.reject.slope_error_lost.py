# the intercept's error alone
# says: must widen|too narrow
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    x, y = 1 / np.asarray(T_fit, float), np.log(D_fit)
    n, p = len(x), np.polyfit(x - x.mean(), y, 1)
    s = np.sqrt(((y - np.polyval(p, x - x.mean())) ** 2).sum() / (n - 2) / n)
    return tuple(nernst_einstein(np.exp(np.polyval(p, 1 / T - x.mean()) + k * s), n_ions, volume, T) for k in (0, -2, 2))
