# takes frames to be evenly spaced
# says: unevenly|no drift|use the times
def energy_drift(total_energies, times, n_atoms):
    step = times[1] - times[0]
    return np.polyfit(np.arange(len(times)) * step, total_energies, 1)[0] * 1e6 / n_atoms
