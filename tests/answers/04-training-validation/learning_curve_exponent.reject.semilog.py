# only errors in logarithms
# says: Only the errors
def learning_curve_exponent(sizes, errors):
    return np.polyfit(sizes, np.log(errors), 1)[0]
