# (n,) minus (n, 1) is n by n
# says: broadcast
def mae(predicted, true):
    d = np.asarray(predicted) - np.asarray(true)
    return np.abs(d).mean()
