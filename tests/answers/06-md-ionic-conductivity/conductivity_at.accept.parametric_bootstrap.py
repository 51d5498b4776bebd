# normal noise of the size of the scatter, with the global generator
def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    x, y = 1 / np.asarray(T_fit, float), np.log(np.asarray(D_fit, float))
    p = np.polyfit(x, y, 1)
    s = np.sqrt(((y - np.polyval(p, x)) ** 2).sum() / (len(x) - 2))
    noisy = np.polyval(p, x)[:, None] + s * np.random.standard_t(len(x) - 2, size=(len(x), 2000))
    values = np.array([1 / T, 1]) @ np.polyfit(x, noisy, 1)
    low, high = np.quantile(values, [0.025, 0.975])
    return nernst_einstein(np.exp([np.polyval(p, 1 / T), low, high]), n_ions, volume, T)
