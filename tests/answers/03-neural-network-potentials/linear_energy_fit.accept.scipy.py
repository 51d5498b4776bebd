# scipy
def linear_energy_fit(features_list, energies):
    from scipy.optimize import lsq_linear

    a = np.array([[sum(column) for column in zip(*f)] for f in features_list], dtype=float)
    return lsq_linear(a, np.asarray(energies, dtype=float), tol=1e-14).x
