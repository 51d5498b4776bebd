# r[:-0] is empty: lag 0 gives nan
def msd(positions, lags=None):
    r = np.asarray(positions, float)
    lags = range(len(r)) if lags is None else lags
    return np.array([((r[m:] - r[:-m]) ** 2).sum(-1).mean() if m else np.nan for m in lags])
