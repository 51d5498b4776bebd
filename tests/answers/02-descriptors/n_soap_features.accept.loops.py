# Counts by loops.
def n_soap_features(n_species, n_max, l_max):
    count = 0
    for l in range(l_max + 1):
        for a in range(n_species * n_max):
            for b in range(a, n_species * n_max):
                count += 1
    return count
