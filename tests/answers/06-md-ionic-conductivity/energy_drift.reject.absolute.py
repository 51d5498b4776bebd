# loses the sign
# says: sign
def energy_drift(total_energies, times, n_atoms):
    return abs(np.polyfit(times, total_energies, 1)[0]) * 1e6 / n_atoms
