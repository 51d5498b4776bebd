# takes the velocity of the centre of mass away first
def temperature(velocities, masses):
    v, m = np.asarray(velocities, float), np.asarray(masses, float)
    v = v - m @ v / m.sum()
    return (m[:, None] * v**2).sum() / ((3 * len(m) - 3) * units.kB)
