# loops over lags and origins, a list
def msd(positions, lags=None):
    r = np.asarray(positions, float)
    result = []
    for lag in range(len(r)) if lags is None else lags:
        each = [np.mean(np.sum((r[t + lag] - r[t]) ** 2, axis=1)) for t in range(len(r) - lag)]
        result.append(sum(each) / len(each))
    return result
