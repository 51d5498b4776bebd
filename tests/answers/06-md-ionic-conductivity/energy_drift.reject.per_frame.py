# per frame
# says: per frame
def energy_drift(total_energies, times, n_atoms):
    return np.polyfit(np.arange(len(times)), total_energies, 1)[0] * 1000 / n_atoms
