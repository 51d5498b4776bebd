# fits D itself
# says: ruled by the largest|Large D count more
def arrhenius_fit(T, D):
    from scipy.optimize import curve_fit

    T, D = np.asarray(T, float), np.asarray(D, float)
    x = 1 / (8.617333e-5 * T)
    slope, cut = np.polyfit(x, np.log(D), 1)
    found, _ = curve_fit(lambda x, a, b: np.exp(a - b * x) * 1e6, x, D * 1e6, p0=(cut, -slope), maxfev=20000)
    return np.exp(found[0]), found[1]
