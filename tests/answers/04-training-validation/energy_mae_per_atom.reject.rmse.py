# RMSE
# says: expected
def energy_mae_per_atom(predicted, true, n_atoms):
    p, t, n = (np.array(x, dtype=float) for x in (predicted, true, n_atoms))
    return 1000 * np.sqrt(np.mean(((p - t) / n) ** 2))
