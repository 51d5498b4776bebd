# A scalar function, vectorised.
import math

def cosine_cutoff(r, r_cut):
    one = lambda x: 0.5 * (math.cos(math.pi * x / r_cut) + 1) if x < r_cut else 0.0
    return np.vectorize(one, otypes=[float])(r)
