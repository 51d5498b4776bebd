# mean of the features
# says: mean
def linear_energy_fit(features_list, energies):
    a = np.array([np.mean(f, axis=0) for f in features_list])
    return np.linalg.lstsq(a, np.asarray(energies, float), rcond=None)[0]
