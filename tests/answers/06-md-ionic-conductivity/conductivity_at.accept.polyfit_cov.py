# the covariance that polyfit returns, and a t-quantile
from scipy.stats import t as student

def conductivity_at(T_fit, D_fit, T, n_ions, volume):
    x, y, x0 = 1000 / np.asarray(T_fit, float), np.log(D_fit), 1000 / T
    p, cov = np.polyfit(x, y, 1, cov=True)
    row = np.array([x0, 1.0])
    half = student.ppf(0.975, len(x) - 2) * np.sqrt(row @ cov @ row)
    return [nernst_einstein(float(np.exp(row @ p + s * half)), n_ions, volume, T) for s in (0, -1, 1)]
