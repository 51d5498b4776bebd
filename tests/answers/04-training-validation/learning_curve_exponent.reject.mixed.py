# natural and decimal
# says: mixed
def learning_curve_exponent(sizes, errors):
    return np.polyfit(np.log10(sizes), np.log(errors), 1)[0]
