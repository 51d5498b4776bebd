def rmse(predicted, true):
    return float(np.mean((np.ravel(predicted) - np.ravel(true)) ** 2))  # no root
