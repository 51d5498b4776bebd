# origins one lag apart
# says: do not overlap
def msd(positions, lags=None):
    p = np.asarray(positions, dtype=float)
    lags = range(len(p)) if lags is None else lags
    return np.array([0.0 if lag == 0 else (np.diff(p[::lag], axis=0) ** 2).sum(-1).mean() for lag in lags])
