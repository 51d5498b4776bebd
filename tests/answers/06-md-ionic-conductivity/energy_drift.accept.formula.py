# covariance over variance
def energy_drift(total_energies, times, n_atoms):
    t, e = np.array(times, dtype=float) / 1000, np.array(total_energies, dtype=float) * 1000 / n_atoms
    t = t - t.mean()
    return (t * e).sum() / (t * t).sum()
