# an interval that goes below zero
# says: negative
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    x, y = 1 / np.asarray(T_fit, float), np.log(D_fit)
    p, cov = np.polyfit(x, y, 1, cov=True)
    row = np.array([1 / T, 1.0])
    value = nernst_einstein(np.exp(row @ p), n_ions, volume, T)
    error = 20 * value * np.sqrt(row @ cov @ row)
    return value, value - error, value + error
