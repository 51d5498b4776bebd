# E = f kT
# says: half
def temperature(velocities, masses):
    v, m = np.asarray(velocities), np.asarray(masses)
    return 0.5 * (m[:, None] * v**2).sum() / ((3 * len(m) - 3) * units.kB)
