# prints instead of returning
# says: expected|return
def rmse(predicted, true):
    d = np.ravel(predicted) - np.ravel(true)
    print(np.sqrt((d**2).mean()))
