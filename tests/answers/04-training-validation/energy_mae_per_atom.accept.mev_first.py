# to meV first
def energy_mae_per_atom(predicted, true, n_atoms):
    p, t, n = (np.array(x, dtype=float) for x in (predicted, true, n_atoms))
    return np.mean(np.abs(1e3 * p / n - 1e3 * t / n))
