# resamples the points, keeping those sets that span enough temperatures
# says: too narrow
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    rng = np.random.default_rng(1)
    x, y = 1 / np.asarray(T_fit, float), np.log(np.asarray(D_fit, float))
    value, drawn = np.polyval(np.polyfit(x, y, 1), 1 / T), []
    while len(drawn) < 500:
        k = rng.integers(len(x), size=len(x))
        if len(set(k)) >= 3:
            drawn.append(np.polyval(np.polyfit(x[k], y[k], 1), 1 / T))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return [nernst_einstein(np.exp(v), n_ions, volume, T) for v in (value, min(low, value - 1e-6), max(high, value + 1e-6))]
