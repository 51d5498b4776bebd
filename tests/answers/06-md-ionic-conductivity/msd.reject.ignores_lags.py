# ignores lags
# says: ignored
def msd(positions, lags=None):
    r = np.asarray(positions, float)
    return np.array([((r[m:] - r[: len(r) - m]) ** 2).sum(-1).mean() for m in range(len(r))])
