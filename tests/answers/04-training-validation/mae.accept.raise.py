# refuses different shapes
def mae(predicted, true):
    p, t = np.asarray(predicted, float), np.asarray(true, float)
    if p.shape != t.shape:
        raise ValueError("shapes differ")
    d = p - t
    return np.abs(d).mean()
