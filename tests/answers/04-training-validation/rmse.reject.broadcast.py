# (n,) minus (n, 1) is n by n
# says: broadcast
def rmse(predicted, true):
    d = np.asarray(predicted) - np.asarray(true)
    return np.sqrt((d**2).mean())
