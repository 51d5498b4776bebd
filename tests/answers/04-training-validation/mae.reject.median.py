# median
# says: median
def mae(predicted, true):
    return np.median(np.abs(np.ravel(predicted) - np.ravel(true)))
