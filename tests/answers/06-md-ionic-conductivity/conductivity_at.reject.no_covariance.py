# errors of slope and intercept added as if they had nothing to do with each other
# says: far too wide
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    from scipy.stats import t as student_t

    k = 8.617333262e-5
    x, y = 1 / (k * np.asarray(T_fit, dtype=float)), np.log(np.asarray(D_fit, dtype=float))
    (slope, cut), covariance = np.polyfit(x, y, 1, cov=True)
    half = student_t.ppf(0.975, len(x) - 2) * np.sqrt(covariance[1, 1] + covariance[0, 0] / (k * T) ** 2)
    middle = cut + slope / (k * T)
    return tuple(nernst_einstein(np.exp(middle + s * half), n_ions, volume, T) for s in (0, -1, 1))
