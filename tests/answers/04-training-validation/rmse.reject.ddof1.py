# n - 1
# says: n - 1
def rmse(predicted, true):
    d = np.ravel(predicted) - np.ravel(true)
    return np.sqrt((d**2).sum() / (len(d) - 1))
