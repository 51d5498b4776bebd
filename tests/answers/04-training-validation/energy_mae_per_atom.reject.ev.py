# eV/atom
# says: eV/atom
def energy_mae_per_atom(predicted, true, n_atoms):
    p, t, n = (np.array(x, dtype=float) for x in (predicted, true, n_atoms))
    return np.mean(np.abs(p - t) / n)
