# converts its arguments in place
# says: in place
def energy_drift(total_energies, times, n_atoms):
    times = np.asarray(times)
    times /= 1000
    return np.polyfit(times, total_energies, 1)[0] * 1000 / n_atoms
