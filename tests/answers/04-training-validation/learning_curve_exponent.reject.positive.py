# sign dropped
# says: sign
def learning_curve_exponent(sizes, errors):
    return abs(np.polyfit(np.log(sizes), np.log(errors), 1)[0])
