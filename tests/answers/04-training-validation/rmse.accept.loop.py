# a loop over the values
def rmse(predicted, true):
    total, n = 0.0, 0
    for p, t in zip(np.ravel(predicted), np.ravel(true), strict=True):
        total, n = total + (p - t) ** 2, n + 1
    return (total / n) ** 0.5
