def energy_drift(total_energies, times, n_atoms):
    e, t = np.asarray(total_energies), np.asarray(times)
    return (e[-1] - e[0]) / (t[-1] - t[0]) * 1e6 / n_atoms
