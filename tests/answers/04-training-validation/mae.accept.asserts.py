# sizes compared by zip(strict=True), which raises ValueError
def mae(predicted, true):
    d = [a - b for a, b in zip(np.ravel(predicted), np.ravel(true), strict=True)]
    return float(np.mean(np.abs(d)))
