# twice the standard error of the line
# says: Twice the standard error
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    x, y = 1 / np.asarray(T_fit, float), np.log(D_fit)
    p, cov = np.polyfit(x, y, 1, cov=True)
    row = np.array([1 / T, 1.0])
    error = np.sqrt(row @ cov @ row)
    return tuple(nernst_einstein(np.exp(row @ p + k * error), n_ions, volume, T) for k in (0, -2, 2))
