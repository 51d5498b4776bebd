# takes the root
# says: root
def msd(positions, lags=None):
    r = np.asarray(positions, float)
    lags = range(len(r)) if lags is None else lags
    return np.sqrt([((r[m:] - r[: len(r) - m]) ** 2).sum(-1).mean() for m in lags])
