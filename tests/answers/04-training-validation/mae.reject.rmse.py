# RMSE instead
# says: RMSE
def mae(predicted, true):
    return np.sqrt(np.mean((np.ravel(predicted) - np.ravel(true)) ** 2))
