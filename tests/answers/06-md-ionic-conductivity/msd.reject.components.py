# averages x, y and z
# says: they are added
def msd(positions, lags=None):
    r = np.asarray(positions, float)
    lags = range(len(r)) if lags is None else lags
    return np.array([((r[m:] - r[: len(r) - m]) ** 2).mean() for m in lags])
