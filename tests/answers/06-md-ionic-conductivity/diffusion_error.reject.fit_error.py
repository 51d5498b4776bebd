# the error a fitting routine reports
from scipy.stats import linregress

def diffusion_error(positions, times_fs, n_blocks):
    t = np.asarray(times_fs, float) - times_fs[0]
    half = len(t) // 2
    return linregress(t[:half], msd(positions)[:half]).stderr / 60
