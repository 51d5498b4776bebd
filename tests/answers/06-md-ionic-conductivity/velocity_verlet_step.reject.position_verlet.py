# half the way, a whole kick, half the way
# says: position Verlet
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    m = np.asarray(masses)[:, None]
    middle = positions + 0.5 * dt * velocities
    v = velocities + dt * force_function(middle) / m
    new = middle + 0.5 * dt * v
    return new, v, force_function(new)
