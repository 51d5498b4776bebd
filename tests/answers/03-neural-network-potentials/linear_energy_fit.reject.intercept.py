# an intercept, dropped afterwards
# says: intercept
def linear_energy_fit(features_list, energies):
    a = np.array([[*np.sum(f, axis=0), 1.0] for f in features_list])
    return np.linalg.lstsq(a, np.asarray(energies, float), rcond=None)[0][:-1]
