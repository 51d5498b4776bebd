def learning_curve_exponent(sizes, errors):
    return np.polyfit(np.log(sizes), np.log10(errors), 1)[0]  # two kinds of logarithm
