# prints instead of returning
# says: expected|return
def mae(predicted, true):
    d = np.ravel(predicted) - np.ravel(true)
    print(np.abs(d).mean())
