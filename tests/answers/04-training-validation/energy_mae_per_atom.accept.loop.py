# a loop
def energy_mae_per_atom(predicted, true, n_atoms):
    return 1000 * sum(abs(p - t) / n for p, t, n in zip(predicted, true, n_atoms)) / len(true)
