# errors cancel
# says: cancel
def energy_mae_per_atom(predicted, true, n_atoms):
    p, t, n = (np.array(x, dtype=float) for x in (predicted, true, n_atoms))
    return 1000 * abs(np.mean((p - t) / n))
