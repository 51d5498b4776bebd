# SciPy
from scipy.stats import linregress

def diffusion_coefficient(times_fs, msd, window):
    t, m = np.asarray(times_fs), np.asarray(msd)
    use = (t >= window[0]) & (t <= window[1])
    return linregress(t[use], m[use]).slope / 60
