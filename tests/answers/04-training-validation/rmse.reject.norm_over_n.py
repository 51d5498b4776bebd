# divides by n after the root
# says: after the root
def rmse(predicted, true):
    d = np.ravel(predicted) - np.ravel(true)
    return np.linalg.norm(d) / len(d)
