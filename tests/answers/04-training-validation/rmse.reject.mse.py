# no root
# says: MSE
def rmse(predicted, true):
    return np.mean((np.ravel(predicted) - np.ravel(true)) ** 2)
