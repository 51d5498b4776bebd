def arrhenius_fit(T, D):
    slope, intercept = np.polyfit(1 / np.array(T, dtype=float), np.log10(D), 1)
    return 10**intercept, -slope * np.log(10) * 8.617333e-5
