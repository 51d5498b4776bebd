# log10 without ln 10
# says: ln 10
def arrhenius_fit(T, D):
    T, D, k = np.asarray(T, float), np.asarray(D, float), 8.617333262e-5
    s, c = np.polyfit(1 / (k * T), np.log10(D), 1); return 10**c, -s
