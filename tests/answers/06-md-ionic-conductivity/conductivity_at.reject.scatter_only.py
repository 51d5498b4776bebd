# the scatter of the points, as wide at 300 K as among the data
# says: must widen|too narrow
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    x, y = 1 / np.asarray(T_fit, float), np.log(np.asarray(D_fit, float))
    p = np.polyfit(x, y, 1)
    value = nernst_einstein(np.exp(np.polyval(p, 1 / T)), n_ions, volume, T)
    return value, value * np.exp(-2 * np.std(y - np.polyval(p, x), ddof=2)), value * np.exp(2 * np.std(y - np.polyval(p, x), ddof=2))
