# with momenta, as ASE does
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    m = np.asarray(masses)[..., np.newaxis]
    p = m * velocities + 0.5 * dt * force_function(positions)
    x = positions + dt * p / m
    f = force_function(x)
    p = p + 0.5 * dt * f
    return x, p / m, f
