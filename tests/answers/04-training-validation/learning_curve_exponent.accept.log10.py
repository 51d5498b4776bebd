# decimal logarithms
def learning_curve_exponent(sizes, errors):
    return np.polyfit(np.log10(sizes), np.log10(errors), 1)[0]
