# the intercept
# says: expected
def learning_curve_exponent(sizes, errors):
    return np.polyfit(np.log(sizes), np.log(errors), 1)[1]
