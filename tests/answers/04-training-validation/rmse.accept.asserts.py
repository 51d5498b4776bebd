# sizes compared by zip(strict=True), which raises ValueError
def rmse(predicted, true):
    d = [a - b for a, b in zip(np.ravel(predicted), np.ravel(true), strict=True)]
    return float(np.sqrt(np.mean(np.square(d))))
