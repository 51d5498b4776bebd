def energy_mae_per_atom(predicted, true, n_atoms):
    difference = np.abs(np.asarray(predicted) - np.asarray(true))
    return 1000 * difference.mean() / np.mean(n_atoms)  # mean size
