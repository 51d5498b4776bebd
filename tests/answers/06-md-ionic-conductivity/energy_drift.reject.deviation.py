# mean absolute deviation, per ps
# says: line|expected
def energy_drift(total_energies, times, n_atoms):
    e, t = np.asarray(total_energies), np.asarray(times)
    return np.abs(e - e[0]).mean() * 1e6 / n_atoms / np.ptp(t)
