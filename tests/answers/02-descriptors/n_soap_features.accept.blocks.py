# Couples of like elements, and of different ones.
from math import comb

def n_soap_features(n_species, n_max, l_max):
    like, unlike = n_species * comb(n_max + 1, 2), comb(n_species, 2) * n_max**2
    return np.int64((like + unlike) * (l_max + 1))
