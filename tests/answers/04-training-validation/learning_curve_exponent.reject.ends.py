# first and last point only
# says: least squares
def learning_curve_exponent(sizes, errors):
    return np.log(errors[-1] / errors[0]) / np.log(sizes[-1] / sizes[0])
