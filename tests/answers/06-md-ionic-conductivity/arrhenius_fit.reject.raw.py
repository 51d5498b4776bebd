# D itself
# says: logarithm
def arrhenius_fit(T, D):
    T, D, k = np.asarray(T, float), np.asarray(D, float), 8.617333262e-5
    s, c = np.polyfit(1 / (k * T), D, 1); return c, -s
