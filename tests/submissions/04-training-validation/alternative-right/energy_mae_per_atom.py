def energy_mae_per_atom(predicted, true, n_atoms):
    errors = [abs(p - t) / n * 1000 for p, t, n in zip(predicted, true, n_atoms)]
    return sum(errors) / len(errors)
