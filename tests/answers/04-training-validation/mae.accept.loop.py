# a loop over the values
def mae(predicted, true):
    total, n = 0.0, 0
    for p, t in zip(np.ravel(predicted), np.ravel(true), strict=True):
        total, n = total + abs(p - t), n + 1
    return total / n
