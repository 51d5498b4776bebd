# One l too few.
# says: (l_max \+ 1 values|aa, ab and bb|l runs from 0)
def n_soap_features(n_species, n_max, l_max):
    k = n_species * n_max
    return k * (k + 1) // 2 * l_max
