# 3 predictions against 1 value are broadcast
# says: raise ValueError
def mae(predicted, true):
    d = np.ravel(predicted).astype(float) - np.ravel(true)
    return np.abs(d).mean()
