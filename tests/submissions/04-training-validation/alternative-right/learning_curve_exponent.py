from scipy.stats import linregress


def learning_curve_exponent(sizes, errors):
    return linregress(np.log10(sizes), np.log10(errors)).slope
