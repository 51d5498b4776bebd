# eV/atom/ps
# says: multiply by 1000
def energy_drift(total_energies, times, n_atoms):
    return np.polyfit(np.asarray(times) / 1000, total_energies, 1)[0] / n_atoms
