def mae(predicted, true):
    return np.mean(np.asarray(predicted) - np.asarray(true))  # errors cancel
