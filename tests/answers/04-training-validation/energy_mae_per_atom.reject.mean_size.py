# divides by the mean size
# says: mean size
def energy_mae_per_atom(predicted, true, n_atoms):
    p, t, n = (np.array(x, dtype=float) for x in (predicted, true, n_atoms))
    return 1000 * np.mean(np.abs(p - t)) / np.mean(n)
