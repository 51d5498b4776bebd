# two points only
# says: all points|fit a line to all
def arrhenius_fit(T, D):
    T, D, k = np.asarray(T, float), np.asarray(D, float), 8.617333262e-5
    s = np.log(D[-1] / D[0]) / (1 / (k * T[-1]) - 1 / (k * T[0])); return D[0] * np.exp(-s / (k * T[0])), -s
