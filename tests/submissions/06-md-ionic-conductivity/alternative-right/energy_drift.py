def energy_drift(total_energies, times, n_atoms):
    from scipy.stats import linregress

    return linregress(times, total_energies).slope * 1e6 / n_atoms
