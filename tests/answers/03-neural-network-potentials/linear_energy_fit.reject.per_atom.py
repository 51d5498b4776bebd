# energies per atom
# says: per atom
def linear_energy_fit(features_list, energies):
    a = np.array([np.mean(f, axis=0) for f in features_list])
    return np.linalg.lstsq(a, np.array([e / len(f) for f, e in zip(features_list, energies)]), rcond=None)[0]
