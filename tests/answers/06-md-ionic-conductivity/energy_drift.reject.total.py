# of the whole system
# says: number of atoms
def energy_drift(total_energies, times, n_atoms):
    return np.polyfit(times, total_energies, 1)[0] * 1e6
