# the scatter over n
# says: not over n
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    from scipy.stats import t as student

    x, y = 1 / np.asarray(T_fit, float), np.log(np.asarray(D_fit, float))
    n, p = len(x), np.polyfit(x, y, 1)
    s = np.sqrt(((y - np.polyval(p, x)) ** 2).sum() / (n))
    away = (1 / T - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()
    half = student.ppf(0.975, n - 2) * s * np.sqrt(1 / n + away)
    value = np.polyval(p, 1 / T)
    return tuple(nernst_einstein(np.exp(value + k * half), n_ions, volume, T) for k in (0, -1, 1))
