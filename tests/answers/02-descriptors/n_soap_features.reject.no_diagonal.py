# Leaves out a function with itself.
# says: left out a function with itself
def n_soap_features(n_species, n_max, l_max):
    k = n_species * n_max
    return k * (k - 1) // 2 * (l_max + 1)
