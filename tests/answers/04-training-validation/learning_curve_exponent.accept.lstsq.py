# the normal equations
def learning_curve_exponent(sizes, errors):
    x, y = np.log2(np.asarray(sizes, float)), np.log2(np.asarray(errors, float))
    x, y = x - x.mean(), y - y.mean()
    return float(x @ y / (x @ x))
