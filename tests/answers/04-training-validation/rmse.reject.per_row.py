# mean of the RMSE of each structure
# says: each row
def rmse(predicted, true):
    p, t = np.asarray(predicted, float), np.asarray(true, float)
    if p.shape != t.shape:
        raise ValueError
    if p.ndim == 1:
        return np.sqrt(((p - t) ** 2).mean())
    return np.mean([np.sqrt(((a - b) ** 2).mean()) for a, b in zip(p, t)])
