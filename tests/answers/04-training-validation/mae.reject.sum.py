# adds up instead of averaging
# says: sum
def mae(predicted, true):
    d = np.ravel(predicted) - np.ravel(true)
    return np.abs(d).sum()
