# signed mean
# says: cancel
def mae(predicted, true):
    return np.mean(np.ravel(predicted) - np.ravel(true))
