# 3 predictions against 1 value are broadcast
# says: raise ValueError
def rmse(predicted, true):
    d = np.ravel(predicted).astype(float) - np.ravel(true)
    return np.sqrt((d**2).mean())
