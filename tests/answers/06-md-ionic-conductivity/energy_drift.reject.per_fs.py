# meV/atom/fs
# says: \b1000\b|per ps
def energy_drift(total_energies, times, n_atoms):
    return np.polyfit(times, total_energies, 1)[0] * 1000 / n_atoms
