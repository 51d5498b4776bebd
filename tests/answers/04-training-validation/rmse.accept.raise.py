# refuses different shapes
def rmse(predicted, true):
    p, t = np.asarray(predicted, float), np.asarray(true, float)
    if p.shape != t.shape:
        raise ValueError("shapes differ")
    d = p - t
    return np.sqrt((d**2).mean())
