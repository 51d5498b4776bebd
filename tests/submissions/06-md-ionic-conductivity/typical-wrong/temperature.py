def temperature(velocities, masses):
    v, m = np.asarray(velocities), np.asarray(masses)
    return (m[:, None] * v**2).sum() / (3 * len(m) * units.kB)
