# returns A and B
# says: best fit
def fit_lennard_jones(r, energy):
    a, b = np.linalg.lstsq(np.stack([r**-12.0, -(r**-6.0)], 1), energy, rcond=None)[0]
    return a, b
