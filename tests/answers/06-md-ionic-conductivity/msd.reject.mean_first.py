# the mean displacement squared
# says: averaged before squaring
def msd(positions, lags=None):
    r = np.asarray(positions, float)
    lags = range(len(r)) if lags is None else lags
    return np.array([((r[m:] - r[: len(r) - m]).mean(axis=(0, 1)) ** 2).sum() for m in lags])
