# a standard deviation, which subtracts the mean error
# says: np.std
def rmse(predicted, true):
    return np.std(np.ravel(predicted) - np.ravel(true))
