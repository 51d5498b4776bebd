# Forgets the elements.
# says: forgot the elements
def n_soap_features(n_species, n_max, l_max):
    k = n_species * n_max
    return n_max * (n_max + 1) // 2 * (l_max + 1)
