# by Fourier transform
# says: the library.s function
from mlp_course.transport import msd as by_fourier

def msd(positions, lags=None):
    return by_fourier(positions, lags)
