# D instead of the conductivity
# says: That is D
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    x, y = 1 / np.asarray(T_fit, float), np.log(D_fit)
    p, cov = np.polyfit(x, y, 1, cov=True)
    row = np.array([1 / T, 1.0])
    error = 2.8 * np.sqrt(row @ cov @ row)
    return tuple(np.exp(row @ p + k * error) for k in (0, -1, 1))
