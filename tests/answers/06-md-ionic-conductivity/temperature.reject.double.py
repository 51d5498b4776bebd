# kinetic energy without its half
# says: factor ½
def temperature(velocities, masses):
    v, m = np.asarray(velocities), np.asarray(masses)
    return 2 * (m[:, None] * v**2).sum() / ((3 * len(m) - 3) * units.kB)
