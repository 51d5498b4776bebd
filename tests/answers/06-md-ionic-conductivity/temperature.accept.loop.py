# atom by atom
def temperature(velocities, masses):
    twice = sum(m * sum(c * c for c in v) for v, m in zip(velocities, masses))
    return twice / (3 * (len(masses) - 1)) / units.kB
