# adds up instead of averaging
# says: expected
def rmse(predicted, true):
    d = np.ravel(predicted) - np.ravel(true)
    return np.sqrt((d**2).sum())
