# SciPy
def learning_curve_exponent(sizes, errors):
    from scipy.stats import linregress
    return linregress(np.log(sizes), np.log(errors)).slope
