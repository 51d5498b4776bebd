# Counts both orders.
# says: both orders
def n_soap_features(n_species, n_max, l_max):
    k = n_species * n_max
    return k * k * (l_max + 1)
