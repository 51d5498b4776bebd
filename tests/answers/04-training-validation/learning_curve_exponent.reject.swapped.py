# axes swapped
# says: expected
def learning_curve_exponent(sizes, errors):
    return np.polyfit(np.log(errors), np.log(sizes), 1)[0]
