def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    x = positions + dt * velocities
    return x, velocities + dt * forces / masses[:, None], force_function(x)
