# adds up the ions
# says: divide by their number
def msd(positions, lags=None):
    r = np.asarray(positions, float)
    lags = range(len(r)) if lags is None else lags
    return np.array([((r[m:] - r[: len(r) - m]) ** 2).sum((1, 2)).mean() for m in lags])
