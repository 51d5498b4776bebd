def msd(positions, lags=None):
    r = np.asarray(positions, float)
    values = ((r - r[0]) ** 2).sum(-1).mean(-1)
    return values if lags is None else values[lags]
