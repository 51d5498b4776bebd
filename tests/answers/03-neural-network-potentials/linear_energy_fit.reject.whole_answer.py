# everything that lstsq returns
# says: \[0\]
def linear_energy_fit(features_list, energies):
    a = np.array([np.sum(f, axis=0) for f in features_list], dtype=float)
    return np.linalg.lstsq(a, np.asarray(energies, float), rcond=None)
