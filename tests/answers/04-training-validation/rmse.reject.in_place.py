# works on its argument
# says: in place
def rmse(predicted, true):
    if isinstance(predicted, np.ndarray) and predicted.shape == np.shape(true):
        predicted -= np.asarray(true, dtype=predicted.dtype)
        d = predicted
    else:
        d = np.ravel(predicted) - np.ravel(true)
    return np.sqrt((d**2).mean())
