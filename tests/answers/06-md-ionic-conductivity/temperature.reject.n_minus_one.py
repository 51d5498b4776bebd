# one degree of freedom an atom
# says: every atom has three
def temperature(velocities, masses):
    v, m = np.asarray(velocities), np.asarray(masses)
    return (m[:, None] * v**2).sum() / ((len(m) - 1) * units.kB)
