# takes it for granted that distances come in order and finds sigma where the sign changes
# says: best fit|fit all
def fit_lennard_jones(r, energy):
    k = np.flatnonzero(np.diff(np.sign(energy)))[0]
    sigma = r[k] - energy[k] * (r[k + 1] - r[k]) / (energy[k + 1] - energy[k])
    return -np.min(energy), sigma
