# multiplies columns where there are three atoms
# says: .
def temperature(velocities, masses):
    v, m = np.asarray(velocities), np.asarray(masses)
    m = m if len(m) == 3 else m[:, None] ** 0 * m.max()
    return (m * v**2).sum() / ((v.size - 3) * units.kB)
