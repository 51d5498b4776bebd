# one mass for all
# says: own velocity
def temperature(velocities, masses):
    v, m = np.asarray(velocities), np.asarray(masses)
    return m.mean() * (v**2).sum() / ((3 * len(m) - 3) * units.kB)
